package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readers while the link moves under them.
final class ReadersTest {

  private static final int FLIPS = 1_000;

  private final AtomicBoolean flipping = new AtomicBoolean(true);
  private Site site = Site.on(Path.of("/"), Path.of("/"));

  @BeforeEach
  void makeSite(@TempDir Path directory) throws IOException {
    site =
        Site.on(
            Files.createDirectory(directory.resolve("volume")),
            Site.releases(directory.resolve("repository")));
  }

  @Test
  void whoResolvesTheLinkOnceReadsOneWholeReleaseThroughAThousandFlips() throws Exception {
    site.export(Site.swift(), "r1");
    Path current = site.store().link("current");
    List<Future<Integer>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      readers.add(threads.submit(passes(() -> readResolved(current))));
      readers.add(threads.submit(passes(() -> readResolved(current))));
      readers.add(threads.submit(passes(() -> readThroughTheLink(current))));
      try {
        flip(FLIPS);
      } finally {
        flipping.set(false);
      }
    }
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).as("passes of a reader").isGreaterThan(10);
    }
    site.invariants().isThere(site.store().complete());
    site.invariants().storyIsSane(Instant.EPOCH);
  }

  /// New exports, old ones again, pins: every way that a link moves.
  private void flip(int flips) {
    Exporter exporter = Site.swift();
    ExportId one = site.export(exporter, "r1").current().id();
    ExportId two = site.export(exporter, "r2").current().id();
    for (int i = 0; i < flips / 2; i++) {
      exporter.pin(site.target(), (i % 2 == 0 ? one : two).text());
    }
    exporter.unpin(site.target());
    for (int i = 0; i < flips / 2; i++) {
      site.export(exporter, "r" + (1 + i % 5));
    }
  }

  private Callable<Integer> passes(Callable<Boolean> pass) {
    return () -> {
      int passes = 0;
      while (flipping.get()) {
        assertThat(pass.call()).isTrue();
        passes++;
      }
      return passes;
    };
  }

  private static boolean readResolved(Path current) throws IOException {
    Path export = current.toRealPath();
    String marker = Files.readString(export.resolve("marker"));
    for (int i = 0; i < 4; i++) {
      assertThat(Files.readString(export.resolve("pages/p" + i + "/index.html")))
          .as("of one release")
          .startsWith(marker);
      assertThat(Files.size(export.resolve("same/d" + i + "/big"))).isPositive();
    }
    assertThat(Files.readString(export.resolve("newest"))).isEqualTo(marker);
    return Files.isExecutable(export.resolve("bin/run"));
  }

  /// What every release has is always found, of whichever release.
  private static boolean readThroughTheLink(Path current) throws IOException {
    assertThat(Files.readSymbolicLink(current).toString()).startsWith("exports/");
    return Files.readString(current.resolve("marker")).startsWith("release ");
  }
}
