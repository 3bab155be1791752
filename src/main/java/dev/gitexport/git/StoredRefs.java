package dev.gitexport.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;

/// The refs below one namespace of a repository on disk.
final class StoredRefs implements RefSource {

  private static final int MAX_SYMREFS = 5;

  private final RefDatabase database;
  private final String prefix;

  StoredRefs(RefDatabase database, GitNamespace namespace) {
    this.database = database;
    this.prefix = namespace.refPrefix();
  }

  /// A ref's name as it is inside its namespace.
  static String inside(String name) {
    return name.replaceFirst("^(refs/namespaces/[^/]+/)+", "");
  }

  @Override
  public Optional<Ref> exact(String name) throws IOException {
    return Optional.ofNullable(database.exactRef(prefix + name)).filter(this::staysInside);
  }

  @Override
  public List<String> names() throws IOException {
    return database.getRefsByPrefix(prefix + "refs/").stream()
        .map(ref -> ref.getName().substring(prefix.length()))
        .toList();
  }

  /// A symbolic ref may name anything, also what lies outside the namespace.
  private boolean staysInside(Ref ref) {
    Ref hop = ref;
    for (int i = 0; hop.isSymbolic() && i <= MAX_SYMREFS; i++) {
      hop = hop.getTarget();
      if (!hop.getName().startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }
}
