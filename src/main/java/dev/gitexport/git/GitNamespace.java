package dev.gitexport.git;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Repository;

/// A namespace of refs inside one repository (gitnamespaces(7)). It nests: `a/b` keeps its refs
/// below `refs/namespaces/a/refs/namespaces/b/`, its HEAD included.
///
/// @param name components joined by `/`, each fit for a ref name; empty for the repository itself
public record GitNamespace(String name) {

  private static final GitNamespace NONE = new GitNamespace("");

  public GitNamespace {
    if (!name.isEmpty() && !isNamespace(name)) {
      throw new IllegalArgumentException(
          "'%s' is no git namespace: use names joined by single slashes, each as git allows it in a ref"
              .formatted(name));
    }
  }

  /// The refs of the repository itself.
  public static GitNamespace none() {
    return NONE;
  }

  /// What stands before every ref of this namespace; empty for none.
  public String refPrefix() {
    return name.isEmpty() ? "" : prefix(name);
  }

  private static boolean isNamespace(String name) {
    return Repository.isValidRefName(prefix(name) + "refs/heads/x")
        && Arrays.stream(name.split("/", -1)).noneMatch(GitNamespace::isUnfit);
  }

  /// JGit looks at the end of the whole name only.
  private static boolean isUnfit(String component) {
    return component.startsWith("-") || component.endsWith(".lock");
  }

  private static String prefix(String name) {
    return Arrays.stream(name.split("/", -1))
        .collect(Collectors.joining("/refs/namespaces/", "refs/namespaces/", "/"));
  }
}
