package dev.gitexport.export;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.Treeish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A target on some volume and a repository to export from; the same in this process and in child
/// processes, which know both by their paths.
record Site(Path repository, Target target, Publication publication) {

  static final Retention KEEP_LAST = new Retention(1, Duration.ZERO, Retention.FOREVER, Set.of());

  /// Syncs nothing: for what does not depend on it, and as the control for what does.
  static final Durability NO_SYNC =
      new Durability() {
        @Override
        public void sync(Path root, List<Path> files, List<Path> directories) {}

        @Override
        public void sync(Path path) {}
      };

  private static final int RELEASES = 5;

  static Site on(Path volume, Path repository) {
    Target target = new Target(volume, "web/shop");
    return new Site(
        repository,
        target,
        new Publication(
            target,
            Owner.local("web", "shop"),
            Publication.DEFAULT_LINK,
            Pin.NONE,
            ExportFixture.KEEP_ALL));
  }

  /// A repository with the tags r1 to r5. Every file but those in `same` says which release it is
  /// of; `same` never changes; there are an empty file, an executable one, a symlink, and more
  /// directories than one thread gets.
  static Path releases(Path directory) {
    RealGit git = RealGit.init(directory);
    for (int release = 1; release <= RELEASES; release++) {
      String text = "release " + release + "\n";
      for (int i = 0; i < 4; i++) {
        git.write("pages/p" + i + "/index.html", text + "page " + i);
        git.write("same/d" + i + "/big", ("never changes " + i + "\n").repeat(700));
      }
      git.write("marker", text);
      git.write("bin/run", "#!/bin/sh\n# " + text);
      git.write("empty", "");
      git.write("only/in/r" + release, text);
      makeSpecial(directory, release);
      git.commit("release " + release);
      git.run("tag", "r" + release);
    }
    return directory;
  }

  private static void makeSpecial(Path directory, int release) {
    try {
      Files.setPosixFilePermissions(
          directory.resolve("bin/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.deleteIfExists(directory.resolve("newest"));
      Files.createSymbolicLink(directory.resolve("newest"), Path.of("only/in/r" + release));
      Files.deleteIfExists(directory.resolve("only/in/r" + (release - 2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Site withRetention(Retention retention) {
    return new Site(
        repository,
        target,
        new Publication(
            target, publication.owner(), publication.link(), publication.pin(), retention));
  }

  Site withLink(String link) {
    return new Site(
        repository,
        target,
        new Publication(
            target, publication.owner(), link, publication.pin(), publication.retention()));
  }

  Site withOwner(Owner owner) {
    return new Site(
        repository,
        target,
        new Publication(
            target, owner, publication.link(), publication.pin(), publication.retention()));
  }

  static Environment environment(Durability durability, FaultPoints faults) {
    return new Environment(Clock.systemUTC(), durability, ExportListener.NONE, faults);
  }

  /// An engine for what must not wait for the disk.
  static Exporter swift() {
    return new Exporter(environment(NO_SYNC, FaultPoints.NONE));
  }

  ExportOutcome export(Exporter exporter, String treeish) {
    return export(exporter, treeish, ExportSettings.DEFAULT, Sharing.AUTO);
  }

  ExportOutcome export(
      Exporter exporter, String treeish, ExportSettings settings, Sharing sharing) {
    try (LocalRepository opened = LocalRepository.open(repository, GitNamespace.none())) {
      return exporter.export(
          new ExportRequest(
              publication,
              opened.resolve(new Treeish(treeish)),
              opened,
              settings,
              sharing,
              Limits.DEFAULT));
    }
  }

  ExportStore store() {
    return new ExportStore(target, NO_SYNC);
  }

  /// The release that an export is of, by its file `marker`.
  static String release(Path export) throws IOException {
    return Files.readString(export.resolve("marker")).strip().replace("release ", "r");
  }

  Invariants invariants() {
    return new Invariants(this);
  }
}
