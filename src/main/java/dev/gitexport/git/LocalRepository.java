package dev.gitexport.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// A repository on this machine, read where it is. Nothing is ever written to it, nothing of it is
/// run, and its configuration reaches no other file. Alternates, linked worktrees, submodules and
/// shallow clones are read as git reads them; `refs/replace/` is not honoured.
public final class LocalRepository implements TreeSource {

  private final Repository repository;
  private final TreeishResolver resolver;

  private LocalRepository(Path path, Repository repository, GitNamespace namespace) {
    this.repository = repository;
    this.resolver =
        new TreeishResolver(
            "the repository at " + path,
            repository,
            new RefNames(new StoredRefs(repository.getRefDatabase(), namespace)),
            IdAccess.everything());
  }

  /// @param path a worktree, a bare repository, or a `.git` directory or file
  /// @throws GitException.RepositoryUnreachable when it is none, or cannot be read
  public static LocalRepository open(Path path, GitNamespace namespace) {
    return new LocalRepository(path, openReadOnly(GitDirectory.at(path)), namespace);
  }

  /// The nearest repository at or above a working directory, for [#open].
  ///
  /// @throws GitException.RepositoryUnreachable when there is none
  public static Path discover(Path workingDirectory) {
    return GitDirectory.above(workingDirectory)
        .orElseThrow(() ->
            GitDirectory.unreachable(
                workingDirectory.toAbsolutePath(),
                "neither it nor a directory above it is a git repository",
                "Change into a repository, or name one",
                null));
  }

  /// As a bare repository, so that `core.worktree` and the index stay unread.
  static FileRepository openReadOnly(GitDirectory directory) {
    HermeticSystemReader.install();
    var builder = new FileRepositoryBuilder();
    builder.setFS(new SealedFileSystem());
    builder.setGitDir(directory.path().toFile());
    builder.setGitCommonDir(directory.common().toFile());
    builder.setBare();
    try {
      return new FileRepository(builder.setup());
    } catch (IOException | RuntimeException e) {
      throw GitDirectory.unreachable(
          directory.path(),
          "it could not be read (%s)".formatted(e.getMessage()),
          "Check its permissions and run `git fsck` there",
          e);
    }
  }

  /// Its submodules, where it has fetched them.
  public SubmoduleOrigin submodules() {
    return new LocalSubmodules(repository.getDirectory().toPath());
  }

  /// Its LFS objects, where it has fetched them.
  public LfsOrigin lfs() {
    return new LocalLfs(new LfsObjects(repository.getCommonDirectory().toPath().resolve("lfs")));
  }

  @Override
  public ResolvedTree resolve(Treeish treeish) {
    return resolver.resolve(treeish);
  }

  @Override
  public NamedObject base(Treeish treeish) {
    return resolver.base(treeish);
  }

  @Override
  public Optional<ObjectId> named(String refName) {
    return resolver.named(refName);
  }

  @Override
  public ObjectReader newObjectReader() {
    return repository.newObjectReader();
  }

  @Override
  public void close() {
    repository.close();
  }
}
