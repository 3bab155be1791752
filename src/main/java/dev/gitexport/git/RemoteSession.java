package dev.gitexport.git;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.lib.Repository;

/// Exchanges with one remote under one deadline. When it is over they end, whatever they wait for.
final class RemoteSession {

  private final Source source;
  private final Access access;
  private final Deadline deadline;
  private final Retries retries;
  private final AtomicReference<Optional<RemoteTransport>> live =
      new AtomicReference<>(Optional.empty());

  RemoteSession(Source source, Access access, Deadline deadline) {
    this.source = source;
    this.access = access;
    this.deadline = deadline;
    this.retries = new Retries(deadline);
  }

  /// An exchange over a transport that is closed after it.
  interface Exchange<T> {
    T over(RemoteTransport remote) throws IOException;
  }

  /// Runs all there is to do.
  ///
  /// @param what the work, as a message names it
  <T> T run(String what, Callable<T> work) {
    return deadline.call(what, work, this::abort);
  }

  private void abort() {
    retries.abort();
    live.get().ifPresent(remote -> remote.abort().run());
  }

  /// Tries again what may pass by itself.
  <T> T retried(Repository repository, Exchange<T> exchange) throws IOException {
    return retries.of(() -> once(repository, exchange));
  }

  private <T> T once(Repository repository, Exchange<T> exchange) throws IOException {
    try (var remote = RemoteTransport.open(repository, source, access, deadline)) {
      live.set(Optional.of(remote));
      return exchange.over(remote);
    }
  }
}
