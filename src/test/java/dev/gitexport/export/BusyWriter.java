package dev.gitexport.export;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Child process: exports, rolls back, pins and prunes one target until it is killed or its time is
/// over. Arguments: volume, repository, seed, `lock` or `no-lock`. Prints `ready` when it has
/// published, and in the end what it did.
///
/// Without a lock, it opens and closes the lock file all the time: the system drops the locks that
/// a process has on a file when any of its descriptors closes.
final class BusyWriter {

  static final Duration LONGEST = Duration.ofSeconds(8);

  private static final int HELD_EXPORTS = 2;

  private final Site site;
  private final Random random;
  private final Exporter exporter = new Exporter(Clock.systemUTC(), ExportListener.NONE);
  private int done;
  private int refused;

  private BusyWriter(Site site, long seed) {
    this.site = site;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) {
    Site site =
        Site.on(Path.of(arguments[0]), Path.of(arguments[1]))
            .withRetention(new Retention(HELD_EXPORTS, Duration.ZERO, Retention.FOREVER, Set.of()));
    BusyWriter writer = new BusyWriter(site, Long.parseLong(arguments[2]));
    writer.exporter.claim(site.publication());
    if (arguments[3].equals("no-lock")) {
      dropLocks(site.store().lockFile());
    }
    Instant end = Instant.now().plus(LONGEST);
    System.out.println("ready");
    while (Instant.now().isBefore(end)) {
      writer.step();
    }
    System.out.println(writer.done + " done, " + writer.refused + " refused");
  }

  private static void dropLocks(Path lock) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (true) {
            try (FileInputStream _ = new FileInputStream(lock.toFile())) {
              Thread.onSpinWait();
            } catch (IOException _) {
              Thread.onSpinWait(); // not there yet
            }
          }
        });
  }

  private void step() {
    try {
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> site.export(exporter, "r" + (1 + random.nextInt(5)));
        case 3 -> exporter.pin(site.target(), Pin.PREVIOUS);
        case 4 -> exporter.unpin(site.target());
        default -> prune();
      }
      done++;
    } catch (ExportException _) {
      refused++; // the other writer was in the way
    }
  }

  private void prune() {
    List<ExportId> all =
        ExportCatalog.read(site.target()).exports().stream().map(Export::id).toList();
    exporter.prune(site.publication(), Set.copyOf(all));
  }
}
