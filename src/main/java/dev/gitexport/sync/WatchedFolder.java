package dev.gitexport.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A folder that is watched, and when it is committed and pushed: when changes that were heard of
/// have been quiet, and at intervals. A change that only a scan found waits for quiet too. Times
/// are those of [System#nanoTime]. Thread safe.
public final class WatchedFolder implements AutoCloseable {

  private final Rhythm rhythm;
  private final Optional<FolderWatcher> watcher;

  /// The first run is due at once.
  ///
  /// @param watch `false`: changes are found by scans alone
  public WatchedFolder(Path folder, WatchTimes times, boolean watch) {
    this.rhythm = new Rhythm(times, System.nanoTime());
    this.watcher = watch ? Optional.of(new FolderWatcher(folder)) : Optional.empty();
  }

  /// Whether a run is due.
  public synchronized boolean isDue() {
    listen();
    return rhythm.isDue(System.nanoTime());
  }

  /// Whether changes wait for a run and have been quiet: the interval makes none due.
  public synchronized boolean isQuiet() {
    listen();
    return rhythm.isQuiet(System.nanoTime());
  }

  /// A run began; what is heard of from now on is the next one's.
  public synchronized void began() {
    listen();
    rhythm.began();
  }

  /// Whether the run may commit what it found. If not, that waits for another run.
  public synchronized boolean mayCommit(Pending found) {
    return rhythm.mayCommit(found, System.nanoTime());
  }

  /// The run is over and went well.
  public synchronized void ended() {
    watcher.ifPresent(FolderWatcher::retry);
    rhythm.ended(System.nanoTime());
  }

  /// The run failed.
  ///
  /// @param pause until the next is due, whatever changes
  public synchronized void failed(Duration pause) {
    watcher.ifPresent(FolderWatcher::retry);
    listen();
    rhythm.failed(System.nanoTime(), pause);
  }

  /// Whether changes are heard of.
  public synchronized boolean isWatching() {
    return watcher.filter(FolderWatcher::isWatching).isPresent();
  }

  /// Why changes are not heard of though they should be; empty when all is well.
  public synchronized String trouble() {
    return watcher.map(FolderWatcher::trouble).orElse("");
  }

  /// How often more changed at once than the system tells of, so that changes may have been heard
  /// of late.
  public synchronized long overflows() {
    return watcher.map(FolderWatcher::overflows).orElse(0L);
  }

  private void listen() {
    if (watcher.filter(FolderWatcher::poll).isPresent()) {
      rhythm.changed(System.nanoTime());
    }
  }

  @Override
  public synchronized void close() {
    watcher.ifPresent(FolderWatcher::close);
  }
}
