package dev.gitexport.sync;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;

/// Steps that lead to more steps, taken by a few threads, so that cores share the work and on a
/// network volume more than one waits for an answer. The latest goes first, so that few wait. When
/// [#run] returns or throws, every step is over and so are the threads.
final class Steps {

  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

  private final AtomicLong open = new AtomicLong();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final ForkJoinPool threads;

  private Steps(ForkJoinPool threads) {
    this.threads = threads;
  }

  @FunctionalInterface
  interface Step {

    /// @param more takes what is to be done besides
    void take(Steps more) throws IOException;
  }

  /// Takes a step and all that follow. After a failure no more are begun.
  ///
  /// @param with see [#add]
  /// @throws IOException as the step that failed first threw it
  static void run(Closeable with, Step first) throws IOException {
    try (var threads = new ForkJoinPool(THREADS)) {
      var steps = new Steps(threads);
      steps.add(with, first);
      steps.over.join(); // whatever interrupts it: half of the steps would be no answer
      steps.rethrow();
    }
  }

  /// One more step, of whoever takes one.
  ///
  /// @param with what the step needs, which is closed after it, or instead
  void add(Closeable with, Step step) {
    open.incrementAndGet();
    threads.execute(() -> taken(with, step));
  }

  private void taken(Closeable with, Step step) {
    try (with) {
      if (!failed.isDone()) {
        step.take(this);
      }
    } catch (IOException | RuntimeException | Error e) {
      failed.completeExceptionally(e);
    } finally {
      if (open.decrementAndGet() == 0) {
        over.complete(null);
      }
    }
  }

  private void rethrow() throws IOException {
    if (failed.isDone()) {
      switch (failed.exceptionNow()) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
