package dev.gitexport.export;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.Superproject;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/// A repository made by git and a volume beside it, and the engine between them.
final class ExportFixture {

  static final Retention KEEP_ALL = new Retention(50, Duration.ZERO, Retention.FOREVER, Set.of());

  final RealGit git;
  final Path volume;
  final Target target;
  Publication publication;
  ExportSettings settings = ExportSettings.DEFAULT;
  Sharing sharing = Sharing.AUTO;
  Limits limits = Limits.DEFAULT;
  Exporter exporter = new Exporter(Clock.systemUTC(), ExportListener.NONE);

  ExportFixture(Path directory) {
    git = RealGit.init(directory.resolve("repository"));
    volume = directory.resolve("volume");
    try {
      Files.createDirectories(volume);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    target = new Target(volume, "web/shop");
    publication =
        new Publication(
            target, Owner.local("web", "shop"), Publication.DEFAULT_LINK, Pin.NONE, KEEP_ALL);
  }

  ExportOutcome export(String treeish) {
    return export(open(), treeish);
  }

  /// With submodules and LFS objects.
  ExportOutcome exportWhole(String treeish) {
    return export(Superproject.of(open()), treeish);
  }

  private ExportOutcome export(TreeSource opened, String treeish) {
    try (TreeSource source = opened) {
      return exporter.export(
          new ExportRequest(
              publication,
              source.resolve(new Treeish(treeish)),
              source,
              settings,
              sharing,
              limits));
    }
  }

  LocalRepository open() {
    return LocalRepository.open(git.directory(), GitNamespace.none());
  }

  Publication retaining(Retention retention) {
    return new Publication(target, publication.owner(), publication.link(), Pin.NONE, retention);
  }

  Path current() {
    return target.directory().resolve(publication.link());
  }

  Path path(Export export) {
    return new ExportStore(target, Durability.DISK).export(export.id());
  }
}
