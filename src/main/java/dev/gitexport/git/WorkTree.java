package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// What a work tree with its own `.git` is on.
///
/// @param branch short name
/// @param origin URL of its remote `origin`; empty without one
public record WorkTree(String branch, String origin) {

  /// @throws GitException.RepositoryUnreachable when there is no repository, or it is on no branch
  public static WorkTree read(Path folder) {
    GitDirectory git = GitDirectory.at(folder);
    try (Repository repository = LocalRepository.openReadOnly(git)) {
      String head = String.valueOf(repository.getFullBranch());
      if (!head.startsWith(Constants.R_HEADS)) {
        throw GitDirectory.unreachable(
            folder, "it is on no branch", "Change to one with `git switch`", null);
      }
      String url = repository.getConfig().getString("remote", "origin", "url");
      return new WorkTree(head.substring(Constants.R_HEADS.length()), url == null ? "" : url);
    } catch (IOException e) {
      throw GitDirectory.unreachable(
          folder, "its HEAD could not be read (%s)".formatted(e), "Run `git fsck` there", e);
    }
  }
}
