package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;

/// Where a repository keeps its things.
///
/// @param path what holds its HEAD: `.git`, a bare repository, or a linked worktree's own directory
/// @param common what holds objects, refs and configuration; the same but for a linked worktree
record GitDirectory(Path path, Path common) {

  private static final int MAX_POINTER_BYTES = 8 * 1024;
  private static final int MAX_CONFIG_BYTES = 8 * 1024 * 1024;

  /// What reading has to know about or may ignore; any other extension may change what files mean.
  private static final Set<String> KNOWN_EXTENSIONS =
      Set.of(
          "noop",
          "noop-v1",
          "objectformat",
          "partialclone",
          "preciousobjects",
          "refstorage",
          "relativeworktrees",
          "worktreeconfig");

  /// The repository a user means by a path, where git would look for it: a worktree, a bare
  /// repository, a `.git` directory or file, and each with `.git` left out.
  ///
  /// @throws GitException.RepositoryUnreachable when there is none, or it is of an unknown format
  static GitDirectory at(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path sibling = absolute.resolveSibling(absolute.getFileName() + Constants.DOT_GIT_EXT);
    var places =
        List.of(
            absolute.resolve(Constants.DOT_GIT),
            absolute,
            sibling.resolve(Constants.DOT_GIT),
            sibling);
    for (Path place : places) {
      Optional<GitDirectory> found = exactly(place);
      if (found.isPresent()) {
        return found.get().checked();
      }
    }
    throw unreachable(
        absolute, whyNone(absolute), "Check the path, or make one with `git clone`", null);
  }

  /// The repository of a work tree: only what its own `.git` is. What a path may mean else has no
  /// files of its own.
  ///
  /// @throws GitException.RepositoryUnreachable when it is no work tree
  static GitDirectory ofWorkTree(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Optional<GitDirectory> found = exactly(absolute.resolve(Constants.DOT_GIT));
    if (found.isEmpty()) {
      String why =
          exactly(absolute).isPresent()
              ? "it is a repository, and no work tree of one"
              : whyNone(absolute);
      throw unreachable(
          absolute, why, "Name the top directory of a work tree, as `git clone` makes it", null);
    }
    GitDirectory git = found.get().checked();
    git.checkWorksIn(absolute);
    return git;
  }

  /// @throws GitException.RepositoryUnreachable when its files are elsewhere
  private void checkWorksIn(Path folder) {
    String elsewhere = config().getString("core", null, "worktree");
    if (elsewhere != null && !isSame(path.resolve(elsewhere), folder)) {
      throw unreachable(
          folder,
          "its core.worktree is %s".formatted(elsewhere),
          "Name that directory, or unset the setting",
          null);
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /// The nearest repository at or above a working directory.
  static Optional<Path> above(Path workingDirectory) {
    Path absolute = workingDirectory.toAbsolutePath().normalize();
    for (Path place = absolute; place != null; place = place.getParent()) {
      if (exactly(place.resolve(Constants.DOT_GIT)).isPresent() || exactly(place).isPresent()) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private static String whyNone(Path path) {
    if (!Files.exists(path)) {
      return "there is nothing at this path";
    }
    return Files.isReadable(path) ? "it is not a git repository" : "it may not be read";
  }

  private static Optional<GitDirectory> exactly(Path place) {
    if (Files.isRegularFile(place)) {
      return pointer(place)
          .filter(text -> text.startsWith("gitdir: "))
          .flatMap(text -> resolved(place.resolveSibling(""), text.substring("gitdir: ".length())))
          .flatMap(GitDirectory::ofDirectory);
    }
    return ofDirectory(place);
  }

  private static Optional<GitDirectory> ofDirectory(Path directory) {
    Path commonDir = directory.resolve("commondir");
    Path common =
        Files.isRegularFile(commonDir)
            ? pointer(commonDir).flatMap(text -> resolved(directory, text)).orElse(directory)
            : directory;
    boolean isRepository =
        Files.isRegularFile(directory.resolve(Constants.HEAD))
            && Files.isDirectory(common.resolve(Constants.OBJECTS))
            && Files.isDirectory(common.resolve("refs"));
    return isRepository ? Optional.of(new GitDirectory(directory, common)) : Optional.empty();
  }

  private static Optional<Path> resolved(Path base, String text) {
    try {
      return Optional.of(base.resolve(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// A file that holds one path. One that cannot be read points nowhere.
  private static Optional<String> pointer(Path file) {
    try {
      return Files.size(file) > MAX_POINTER_BYTES
          ? Optional.empty()
          : Optional.of(Files.readString(file, UTF_8).stripTrailing());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// JGit would read objects of another hash, or refs of another store, as if they were its own.
  private GitDirectory checked() {
    Config config = config();
    String format = config.getString("extensions", null, "objectformat");
    if (format != null && !format.equalsIgnoreCase("sha1")) {
      throw unreachable(
          path,
          "its objects are named by %s, and only sha1 is supported".formatted(format),
          "Convert it, or export from a sha1 clone",
          null);
    }
    for (String extension : config.getNames("extensions")) {
      if (!KNOWN_EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT))) {
        throw unreachable(
            path,
            "it uses the unknown extension '%s'".formatted(extension),
            "Export from a plain clone of it",
            null);
      }
    }
    return this;
  }

  /// Read without its includes.
  private Config config() {
    Path file = common.resolve(Constants.CONFIG);
    var config = new Config();
    try {
      if (Files.exists(file)) {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_CONFIG_BYTES) {
          throw unreachable(path, "its config is no file of a sane size", "Repair " + file, null);
        }
        config.fromText(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return config;
    } catch (IOException | ConfigInvalidException e) {
      throw unreachable(
          path, "its config could not be read (%s)".formatted(e.getMessage()), "Repair " + file, e);
    }
  }

  static GitException.RepositoryUnreachable unreachable(
      Path path, String why, String next, @Nullable Throwable cause) {
    return new GitException.RepositoryUnreachable(
        "Could not open the repository at %s: %s. %s.".formatted(path, why, next), cause);
  }
}
