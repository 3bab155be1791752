package dev.gitexport.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// The time by which a folder's files are stamped: a file server has a clock of its own. What is
/// asked first makes a file there for a moment, which tells. Never later than that clock. Thread
/// safe.
final class FolderClock extends Clock {

  private final SyncRequest request;
  private final Path state;
  private final Clock ours;
  private Optional<Duration> ahead = Optional.empty();

  /// @param state a directory that may be written to, held by this run; only where it is on another
  ///   file system the file is made in the folder
  FolderClock(SyncRequest request, Path state, Clock ours) {
    this.request = request;
    this.state = state;
    this.ours = ours;
  }

  @Override
  public Instant instant() {
    return ours.instant().plus(ahead());
  }

  private synchronized Duration ahead() {
    if (ahead.isEmpty()) {
      ahead = Optional.of(measured());
    }
    return ahead.get();
  }

  /// Who may not write to the folder has to believe our clock.
  private Duration measured() {
    try (HeldDirectory folder = request.hold(false)) {
      Path file =
          device(state).equals(device(folder.path()))
              ? state.resolve("gitsync-clock")
              : folder.path().resolve(Leftovers.fresh());
      try {
        Files.write(file, new byte[1]);
        return Duration.between(ours.instant(), FileStamp.of(file).changed());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Duration.ZERO;
    }
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev");
  }

  @Override
  public ZoneId getZone() {
    return ours.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new FolderClock(request, state, ours.withZone(zone));
  }
}
