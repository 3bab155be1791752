package dev.gitexport.operator.gitexport;

import dev.gitexport.export.ExportId;
import dev.gitexport.export.Retention;
import dev.gitexport.operator.schedule.Jitter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// When a resource that is ready is reconciled again.
public record NextLook(StoredSources sources, Jitter jitter, Clock clock) {

  private static final Duration SOON = Duration.ofSeconds(1);

  /// Empty for never, unless the resource changes.
  ///
  /// @param unlisted exports that status stops to list now and that are then to be pruned
  Optional<Duration> after(GitExportRequest request, Inventory inventory, List<ExportId> unlisted) {
    if (!unlisted.isEmpty()) {
      return Optional.of(SOON);
    }
    Instant now = clock.instant();
    return Stream.concat(look(request, inventory, now).stream(), releases(request, inventory, now))
        .min(Instant::compareTo)
        .map(due -> atLeast(SOON, Duration.between(now, due)));
  }

  /// How often the repository is looked at; empty for never, unless the resource changes.
  Optional<Duration> interval(GitExportRequest request, Inventory inventory) {
    return isLastWord(request, inventory) ? Optional.empty() : Optional.of(request.interval());
  }

  private static boolean isLastWord(GitExportRequest request, Inventory inventory) {
    return inventory.pinned().isEmpty()
        && inventory.currentExport().isPresent()
        && request.isImmutable()
        && !request.options().keysMayExpire();
  }

  /// All resources of one source come when its look has aged: the first of them looks again.
  private Optional<Instant> look(GitExportRequest request, Inventory inventory, Instant now) {
    boolean held = inventory.pinned().isPresent();
    if (isLastWord(request, inventory)) {
      return Optional.empty();
    }
    // Who is held has not looked; he comes to see whether he still is.
    Instant last = held ? now : sources.lastLook(request).orElse(now);
    return Optional.of(last.plus(jitter.of(request.interval())));
  }

  /// When retention lets go of exports that it holds for their age.
  private static Stream<Instant> releases(
      GitExportRequest request, Inventory inventory, Instant now) {
    Retention retention = request.publication().retention();
    return inventory.exports().stream()
        .flatMap(export -> export.supersededAt().stream())
        .flatMap(since -> ends(since, retention))
        .filter(end -> end.isAfter(now));
  }

  private static Stream<Instant> ends(Instant since, Retention retention) {
    Stream<Instant> earliest = Stream.of(since.plus(retention.minAge()));
    return retention.maxAge().equals(Retention.FOREVER)
        ? earliest
        : Stream.concat(earliest, Stream.of(since.plus(retention.maxAge())));
  }

  private static Duration atLeast(Duration least, Duration time) {
    return time.compareTo(least) < 0 ? least : time;
  }
}
