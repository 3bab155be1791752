package dev.gitexport.git;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;

/// Submodules of a repository on this machine, as far as `git submodule update` has fetched them
/// there. No URL is followed: `.gitmodules` could name any repository of the machine.
///
/// @param repository its git directory
record LocalSubmodules(Path repository) implements SubmoduleOrigin {

  @Override
  public Submodule open(String name, String url, ObjectId commit) {
    Path directory = repository.resolve("modules").resolve(name);
    if (!Files.isDirectory(directory)) {
      throw new GitException.RepositoryUnreachable(
          "it was never fetched into %s. Run `git submodule update --init --recursive` there."
              .formatted(repository),
          null);
    }
    LocalRepository opened = LocalRepository.open(directory, GitNamespace.none());
    try {
      ResolvedTree tree = opened.resolve(new Treeish(commit.name()));
      return new Submodule(new Fetched(opened, tree), opened.submodules(), opened.lfs());
    } catch (GitException e) {
      opened.close();
      throw e;
    }
  }
}
