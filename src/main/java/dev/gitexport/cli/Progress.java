package dev.gitexport.cli;

import dev.gitexport.export.ExportListener;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A line on a terminal that tells how far a long work is; nothing in the first second, and nothing
/// at all when no one is watching. Heard on the engine's threads.
final class Progress implements ExportListener, AutoCloseable {

  private static final long QUIET_MILLIS = 1000;
  private static final long PERIOD_MILLIS = 100;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final Clock clock;
  private final boolean watched;
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong planned = new AtomicLong();
  private final AtomicLong due;
  private final AtomicLong lines = new AtomicLong();

  Progress(Output output, Surroundings surroundings) {
    this.err = output.err();
    this.clock = surroundings.clock();
    this.watched = surroundings.terminal();
    this.due = new AtomicLong(clock.millis() + QUIET_MILLIS);
  }

  @Override
  public void planned(long files, long bytesToWrite) {
    planned.set(files);
    this.files.set(0);
  }

  @Override
  public void fileDone(long bytes) {
    files.incrementAndGet();
    this.bytes.addAndGet(bytes);
    if (watched) {
      show();
    }
  }

  /// One of the threads that come late enough prints.
  private void show() {
    long now = clock.millis();
    long next = due.get();
    if (now >= next && due.compareAndSet(next, now + PERIOD_MILLIS)) {
      lines.incrementAndGet();
      err.print(CLEAR_LINE + line());
      err.flush();
    }
  }

  private String line() {
    long of = planned.get();
    String total = of > 0 ? String.format(Locale.ROOT, " of %,d", of) : "";
    return String.format(
        Locale.ROOT, "%,d%s files, %s", files.get(), total, new ByteCount(bytes.get()));
  }

  @Override
  public void close() {
    clear();
  }

  /// Makes room for a line that stays, and starts a quiet second anew.
  void clear() {
    due.set(clock.millis() + QUIET_MILLIS);
    if (lines.getAndSet(0) > 0) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }
}
