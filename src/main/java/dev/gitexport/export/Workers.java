package dev.gitexport.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A few threads that share a list of items. More threads than cores pay on network volumes, where
/// every file is a round trip.
final class Workers {

  private static final int THREADS =
      Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);

  /// Below this, starting threads costs more than they bring.
  private static final int FEW = 8;

  private Workers() {}

  /// What one thread works with.
  interface Worker<T> extends AutoCloseable {
    void work(T item);

    @Override
    default void close() {}
  }

  /// Works on all items; the first failure ends it and is thrown.
  static <T> void each(List<T> items, Supplier<? extends Worker<T>> workers) {
    Pass<T> pass = new Pass<>(items, workers);
    if (items.size() < FEW) {
      pass.run();
      return;
    }
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(pass));
      }
    }
    for (Future<?> future : running) {
      rethrow(future);
    }
  }

  private static void rethrow(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted after all threads had ended", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error fatal -> throw fatal;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private record Pass<T>(
      List<T> items,
      Supplier<? extends Worker<T>> workers,
      AtomicInteger next,
      AtomicBoolean failed)
      implements Runnable {

    Pass(List<T> items, Supplier<? extends Worker<T>> workers) {
      this(items, workers, new AtomicInteger(), new AtomicBoolean());
    }

    @Override
    public void run() {
      boolean done = false;
      try (Worker<T> worker = workers.get()) {
        for (int i = next.getAndIncrement();
            i < items.size() && !failed.get();
            i = next.getAndIncrement()) {
          worker.work(items.get(i));
        }
        done = true;
      } finally {
        if (!done) {
          failed.set(true);
        }
      }
    }
  }
}
