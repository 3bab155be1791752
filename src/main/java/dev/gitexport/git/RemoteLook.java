package dev.gitexport.git;

import java.io.IOException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.transport.FetchConnection;

/// Asks a remote for its refs, under one deadline. Version 0 of the protocol (gitprotocol-pack(5))
/// tells them in its first answer, which is one request over HTTP; version 2 tells in it how to
/// ask.
final class RemoteLook {

  private final Source source;
  private final RemoteSession session;

  RemoteLook(Source source, Access access, Deadline deadline) {
    this.source = source;
    this.session = new RemoteSession(source, access, deadline);
  }

  RemoteRefs run() {
    return session.run("look at " + source.url(), this::look);
  }

  /// A shallow remote tells in version 0 where its history ends, and JGit takes that for a mistake.
  private RemoteRefs look() throws IOException {
    try {
      return look(0);
    } catch (PackProtocolException e) {
      if (GitException.in(e).isPresent()) {
        throw e;
      }
      return look(2);
    }
  }

  private RemoteRefs look(int version) throws IOException {
    try (var none = new InMemoryRepository(new DfsRepositoryDescription("none"))) {
      none.getConfig().setInt("protocol", null, "version", version);
      return session.retried(
          none,
          remote -> {
            try (FetchConnection connection = remote.transport().openFetch()) {
              return RemoteRefs.of(source, connection.getRefs());
            }
          });
    }
  }
}
