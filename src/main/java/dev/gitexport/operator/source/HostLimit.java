package dev.gitexport.operator.source;

import java.net.URI;
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

  /// Does `work` when fewer than the limit work on the URL's host.
  public <T> T within(String url, Supplier<T> work) {
    Semaphore free = hosts.computeIfAbsent(host(url), _ -> new Semaphore(most, true));
    free.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private static String host(String url) {
    String host = URI.create(url).getHost();
    return host == null ? "" : host;
  }
}
