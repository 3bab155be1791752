package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/// Work that a crash may end anywhere: what there was before, and what is done.
enum CrashScenario {
  FIRST_EXPORT {
    @Override
    void run(Site site, Environment environment) {
      site.export(new Exporter(environment), "r1");
    }
  },
  NEXT_EXPORT {
    @Override
    void prepare(Site site) {
      site.export(Site.swift(), "r1");
    }

    @Override
    void run(Site site, Environment environment) {
      site.export(new Exporter(environment), "r2");
    }
  },
  ROLLBACK {
    @Override
    void prepare(Site site) {
      site.export(Site.swift(), "r1");
      site.export(Site.swift(), "r2");
    }

    @Override
    void run(Site site, Environment environment) {
      site.export(new Exporter(environment), "r1");
    }
  },
  PIN {
    @Override
    void prepare(Site site) {
      site.export(Site.swift(), "r1");
      site.export(Site.swift(), "r2");
    }

    @Override
    void run(Site site, Environment environment) {
      new Exporter(environment).pin(site.target(), Pin.PREVIOUS);
    }
  },
  PRUNE {
    @Override
    void prepare(Site site) {
      site.export(Site.swift(), "r1");
      site.export(Site.swift(), "r2");
      site.export(Site.swift(), "r3");
    }

    @Override
    void run(Site site, Environment environment) {
      Exporter exporter = new Exporter(environment);
      ExportOutcome outcome = site.export(exporter, "r3");
      exporter.prune(site.publication(), Set.copyOf(outcome.prunable()));
    }

    @Override
    Site on(Site site) {
      return site.withRetention(Site.KEEP_LAST);
    }
  },
  /// A run that clears away what others left, and dies over it.
  RECOVERY {
    @Override
    void prepare(Site site) throws IOException {
      ExportId whole = site.export(Site.swift(), "r1").current().id();
      ExportStore store = site.store();
      Path staged = Files.createDirectory(store.staging().resolve("20200101T000000Z-aaaaaaa"));
      Files.writeString(staged.resolve("half"), "half");
      Path thrown = Files.createDirectory(store.trash().resolve("20200101T000000Z-bbbbbbb.1"));
      Files.writeString(thrown.resolve("half"), "half");
      Files.createSymbolicLink(
          thrown.resolve("out"), site.target().volume().toAbsolutePath().resolve("neighbour"));
      Files.createSymbolicLink(store.target().resolve(".current.dead"), Path.of("exports/none"));
      Files.copy(store.index(whole), store.indexes().resolve("20200101T000000Z-ccccccc"));
      Files.writeString(store.indexes().resolve(".index.dead"), "half");
      Files.copy(store.record(whole), store.records().resolve("20200101T000000Z-ddddddd.json"));
      Files.writeString(store.state().resolve(".pin.dead"), "half");
      Files.createDirectory(store.state().resolve("probe.dead"));
    }

    @Override
    void run(Site site, Environment environment) {
      site.export(new Exporter(environment), "r2");
    }
  },
  /// The resource was deleted and made again: another uid, the same name.
  TAKEN_OVER {
    @Override
    void prepare(Site site) {
      site.withOwner(new Owner("local", "web", "shop", "former")).export(Site.swift(), "r1");
    }

    @Override
    void run(Site site, Environment environment) {
      site.export(new Exporter(environment), "r2");
    }
  },
  ADOPTION {
    @Override
    void prepare(Site site) throws IOException {
      Files.createDirectories(site.target().directory());
      Files.writeString(site.target().directory().resolve("foreign"), "left alone");
    }

    @Override
    void run(Site site, Environment environment) {
      if (new Ownership(site.target(), Site.NO_SYNC, FaultPoints.NONE).read().isEmpty()) {
        new TargetLifecycle(environment).adopt(site.target(), site.publication().owner(), "");
      }
      site.export(new Exporter(environment), "r2");
    }

    @Override
    void next(Site site) {
      run(site, Site.environment(Durability.DISK, FaultPoints.NONE));
    }
  },
  /// `publish.link` changed.
  RENAMED_LINK {
    @Override
    void prepare(Site site) throws IOException {
      site.withLink("former").export(Site.swift(), "r1");
    }

    @Override
    void run(Site site, Environment environment) {
      site.export(new Exporter(environment), "r2");
    }
  },
  DELETION {
    @Override
    void prepare(Site site) {
      site.export(Site.swift(), "r1");
      site.export(Site.swift(), "r2");
    }

    @Override
    void run(Site site, Environment environment) {
      new TargetLifecycle(environment).delete(site.publication());
    }
  };

  private static final Set<FaultPoint> STAGING =
      EnumSet.range(FaultPoint.STAGE_DIRECTORIES, FaultPoint.CHECK);

  void prepare(Site site) throws IOException {}

  /// Whether a death there is worth a process: what stages an export is the same for all.
  boolean mayDieAt(FaultPoint point) {
    return this == FIRST_EXPORT || this == NEXT_EXPORT || !STAGING.contains(point);
  }

  abstract void run(Site site, Environment environment);

  /// What comes after the crash: whatever a resource wants next.
  void next(Site site) {
    Exporter exporter = new Exporter(Clock.systemUTC(), ExportListener.NONE);
    site.export(exporter, "r2");
  }

  Site on(Site site) {
    return site;
  }

  /// The site that a process works on, by the paths it was given.
  Site on(Path volume, Path repository) {
    return on(Site.on(volume, repository));
  }

  /// Leaves a canary beside the target that nothing may touch.
  static void neighbour(Path volume) throws IOException {
    Path neighbour = Files.createDirectories(volume.resolve("neighbour/exports/one"));
    Files.writeString(neighbour.resolve("file"), "nobody's business");
    Files.createSymbolicLink(volume.resolve("neighbour/current"), Path.of("exports/one"));
  }
}
