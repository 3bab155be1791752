package dev.gitexport.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Downloads, some at a time. The first that fails ends all.
final class LfsDownloads {

  /// As git-lfs has it, unless its lfs.concurrenttransfers says otherwise.
  private static final int MOST_AT_ONCE = 8;

  private LfsDownloads() {}

  /// @param abort closes what downloads read from
  static <T> void run(List<Retries.Attempt<T>> downloads, Runnable abort) throws IOException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(MOST_AT_ONCE, Thread.ofVirtual().factory())) {
      var ended = new ExecutorCompletionService<T>(threads);
      downloads.forEach(download -> ended.submit(download::run));
      boolean isDone = false;
      try {
        for (int i = 0; i < downloads.size(); i++) {
          ended.take().get();
        }
        isDone = true;
      } catch (ExecutionException e) {
        throw failure(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      } finally {
        if (!isDone) {
          threads.shutdownNow();
          abort.run();
        }
      }
    }
  }

  private static IOException failure(ExecutionException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    throw new IllegalStateException("a download failed", e);
  }
}
