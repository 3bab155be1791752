package dev.gitexport.export;

/// Who a target belongs to.
///
/// @param cluster the setting `gitexport.cluster-id`, or [#LOCAL]
/// @param uid the resource's uid, or [#LOCAL] for the command line
public record Owner(String cluster, String namespace, String name, String uid) {

  public static final String LOCAL = "local";

  /// The command line's owner of `namespace/name`.
  public static Owner local(String namespace, String name) {
    return new Owner(LOCAL, namespace, name, LOCAL);
  }

  /// The same resource, deleted and made again, has another uid.
  boolean sameResource(Owner other) {
    return cluster.equals(other.cluster)
        && namespace.equals(other.namespace)
        && name.equals(other.name);
  }
}
