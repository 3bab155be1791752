package dev.gitexport.export;

import dev.gitexport.git.Gitlink;
import dev.gitexport.git.LfsLink;
import dev.gitexport.git.TreeSource;
import java.util.List;
import java.util.function.Supplier;

/// A plan that cannot be made before the source has what its tree only names. That is brought where
/// nobody waits for it: while no target is locked.
final class MissingContent extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Gitlink> gitlinks;

  private final transient List<LfsLink> lfs;

  MissingContent(List<Gitlink> gitlinks, List<LfsLink> lfs) {
    this.gitlinks = List.copyOf(gitlinks);
    this.lfs = List.copyOf(lfs);
  }

  /// What the work answers once nothing is missing any more.
  static <T> T brought(TreeSource source, Supplier<T> work) {
    while (true) {
      try {
        return work.get();
      } catch (MissingContent missing) {
        missing.gitlinks.forEach(source::bring);
        if (!missing.lfs.isEmpty()) {
          source.bring(missing.lfs);
        }
      }
    }
  }
}
