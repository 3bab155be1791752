package dev.gitexport.git;

import java.io.File;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.jspecify.annotations.Nullable;

/// The file system as a repository may use it: its own files. A configuration cannot include a file
/// from elsewhere, and there is no shell, no hook, no home directory.
final class SealedFileSystem extends FS_POSIX {

  private static final File NOWHERE = new File("/dev/null/nowhere");

  private static final Set<String> OWN_FILES =
      Set.of(
          Constants.CONFIG,
          Constants.OBJECTS,
          Constants.PACKED_REFS,
          Constants.R_REFS,
          "refs",
          Constants.LOGS,
          Constants.L_LOGS + Constants.R_REFS,
          Constants.REFTABLE);

  SealedFileSystem() {}

  @Override
  public FS newInstance() {
    return new SealedFileSystem();
  }

  /// JGit resolves `include.path` of a configuration here, and the lines of
  /// `objects/info/alternates`; only the latter may lead away.
  @Override
  public File resolve(@Nullable File dir, String name) {
    if (OWN_FILES.contains(name) || (dir != null && dir.getName().equals(Constants.OBJECTS))) {
      return super.resolve(dir, name);
    }
    return NOWHERE;
  }

  @Override
  protected File userHomeImpl() {
    return NOWHERE;
  }

  @Override
  protected @Nullable File discoverGitExe() {
    return null;
  }

  @Override
  public @Nullable File findHook(Repository repository, String hookName) {
    return null;
  }

  @Override
  public ProcessBuilder runInShell(String command, String[] arguments) {
    throw new UnsupportedOperationException("nothing of a repository is ever run");
  }
}
