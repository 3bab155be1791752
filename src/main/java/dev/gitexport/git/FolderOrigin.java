package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;

/// What a folder was opened from. The repository behind it keeps that where git keeps it too.
///
/// @param branch short name
public record FolderOrigin(String url, String branch, GitNamespace namespace, boolean keepHistory) {

  private static final String SECTION = "gitexport";
  private static final String REMOTE = "remote";
  private static final String ORIGIN = "origin";

  /// @throws GitException.RepositoryUnreachable when there is no repository
  public static FolderOrigin read(Path gitDirectory) {
    WorkTree tree = WorkTree.read(gitDirectory);
    try (Repository repository = LocalRepository.openReadOnly(GitDirectory.at(gitDirectory))) {
      String namespace = repository.getConfig().getString(SECTION, null, "namespace");
      return new FolderOrigin(
          tree.origin(),
          tree.branch(),
          new GitNamespace(namespace == null ? "" : namespace),
          repository.getConfig().getBoolean(SECTION, "keepHistory", true));
    }
  }

  /// Makes the repository when it is missing.
  public void write(Path gitDirectory, Deadline deadline) {
    try (SyncStore store = SyncStore.own(gitDirectory, deadline)) {
      StoredConfig config = store.repository().getConfig();
      config.setString(REMOTE, ORIGIN, "url", url);
      config.setString(SECTION, null, "namespace", namespace.name());
      config.setBoolean(SECTION, null, "keepHistory", keepHistory);
      config.save();
      store.repository().updateRef(Constants.HEAD).link(Constants.R_HEADS + branch);
    } catch (IOException e) {
      throw GitDirectory.unreachable(
          gitDirectory, "it could not be written (%s)".formatted(e), "Check its permissions", e);
    }
  }
}
