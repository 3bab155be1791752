package dev.gitexport.operator.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// How many connections go to one host at a time. Thread safe.
public final class HostLimit {

  private final int most;
  private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();

  public HostLimit(int most) {
    this.most = most;
  }

  /// Does `work` when fewer than the limit work on the host.
  public <T> T within(String host, Supplier<T> work) {
    Semaphore free = hosts.computeIfAbsent(host, _ -> new Semaphore(most, true));
    free.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
