package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// What a work tree with its own `.git` is on.
///
/// @param branch short name
/// @param origin URL of its remote `origin`; empty without one
public record WorkTree(String branch, String origin) {

  /// What git leaves in its directory while something is begun and not finished.
  private static final Map<String, String> BEGUN =
      Map.of(
          "MERGE_HEAD", "merge",
          "CHERRY_PICK_HEAD", "cherry-pick",
          "REVERT_HEAD", "revert",
          "rebase-merge", "rebase",
          "rebase-apply", "rebase or am");

  /// @throws GitException.RepositoryUnreachable when it is no work tree, or on no branch
  public static WorkTree at(Path folder) {
    return read(folder, GitDirectory.ofWorkTree(folder));
  }

  /// What is begun there and not finished, in git's word for it.
  ///
  /// @param gitDirectory of the work tree
  public static Optional<String> begun(Path gitDirectory) {
    return BEGUN.entrySet().stream()
        .filter(each -> Files.exists(gitDirectory.resolve(each.getKey())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// What a repository is on that has no work tree.
  ///
  /// @throws GitException.RepositoryUnreachable when there is none, or it is on no branch
  static WorkTree read(Path gitDirectory) {
    return read(gitDirectory, GitDirectory.at(gitDirectory));
  }

  private static WorkTree read(Path folder, GitDirectory git) {
    try (Repository repository = LocalRepository.openReadOnly(git)) {
      String head = String.valueOf(repository.getFullBranch());
      if (!head.startsWith(Constants.R_HEADS)) {
        Optional<String> begun = begun(git.path());
        throw GitDirectory.unreachable(
            folder,
            begun.map("a %s is not finished there"::formatted).orElse("it is on no branch"),
            begun.isPresent()
                ? "Finish it with git, or abort it"
                : "Change to one with `git switch`",
            null);
      }
      String url = repository.getConfig().getString("remote", "origin", "url");
      return new WorkTree(head.substring(Constants.R_HEADS.length()), url == null ? "" : url);
    } catch (IOException e) {
      throw GitDirectory.unreachable(
          folder, "its HEAD could not be read (%s)".formatted(e), "Run `git fsck` there", e);
    }
  }
}
