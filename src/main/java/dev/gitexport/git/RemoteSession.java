package dev.gitexport.git;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.eclipse.jgit.lib.Repository;

/// Exchanges with one remote under one deadline. When it is over they end, whatever they wait for.
final class RemoteSession {

  private final Source source;
  private final Access access;
  private final Deadline deadline;
  private final RemoteWork work;

  RemoteSession(Source source, Access access, Deadline deadline) {
    this.source = source;
    this.access = access;
    this.deadline = deadline;
    this.work = new RemoteWork(deadline);
  }

  /// An exchange over a transport that is closed after it.
  interface Exchange<T> {
    T over(RemoteTransport remote) throws IOException;
  }

  /// Runs all there is to do.
  ///
  /// @param what the work, as a message names it
  <T> T run(String what, Callable<T> exchanges) {
    return work.run(what, exchanges);
  }

  /// Tries again what may pass by itself.
  <T> T retried(Repository repository, Exchange<T> exchange) throws IOException {
    return work.retried(() -> once(repository, exchange));
  }

  private <T> T once(Repository repository, Exchange<T> exchange) throws IOException {
    try (var remote = RemoteTransport.open(repository, source, access, deadline)) {
      work.closeBy(remote.abort());
      return exchange.over(remote);
    }
  }
}
