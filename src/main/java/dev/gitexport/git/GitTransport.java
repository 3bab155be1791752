package dev.gitexport.git;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.BasePackPushConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/// Git's own protocol without encryption or credentials: gitprotocol-pack(5). JGit's transport for
/// it resolves the host's name by itself.
final class GitTransport extends Transport implements PackTransport {

  private static final int PORT = 9418;

  private final Source source;
  private final Sockets sockets;
  private final long packLimit;

  GitTransport(Repository store, Source source, Sockets sockets, long packLimit) {
    super(store, source.address());
    this.source = source;
    this.sockets = sockets;
    this.packLimit = packLimit;
  }

  @Override
  public FetchConnection openFetch() throws TransportException {
    return openFetch(List.of());
  }

  @Override
  public FetchConnection openFetch(Collection<RefSpec> refSpecs, String... patterns)
      throws TransportException {
    return new Fetching(this, connect(), refSpecs, patterns);
  }

  @Override
  public PushConnection openPush() throws TransportException {
    return new Pushing(this, connect());
  }

  private Socket connect() throws TransportException {
    int port = uri.getPort() > 0 ? uri.getPort() : PORT;
    try {
      return sockets.connect(source.host(), port);
    } catch (IOException e) {
      throw new TransportException(
          uri, "no connection to port %d (%s)".formatted(port, e.getMessage()), e);
    }
  }

  private Conversation conversation(Socket socket) throws IOException {
    return Conversation.limited(
        new BufferedInputStream(socket.getInputStream()),
        new BufferedOutputStream(socket.getOutputStream()),
        source,
        packLimit,
        sockets::abort);
  }

  @Override
  public void close() {
    sockets.abort();
  }

  private boolean wantsFirstVersion() {
    return local.getConfig().getInt("protocol", "version", 2) == 0;
  }

  /// @param extra parameters, each with a NUL before and behind it
  private void ask(PacketLineOut out, String service, String extra) throws IOException {
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    out.writeString(
        "%s %s\0host=%s%s\0%s".formatted(service, uri.getPath(), source.host(), port, extra));
    out.flush();
  }

  private static final class Fetching extends BasePackFetchConnection {

    private final Socket socket;

    private Fetching(
        GitTransport transport, Socket socket, Collection<RefSpec> refSpecs, String... patterns)
        throws TransportException {
      super(transport);
      this.socket = socket;
      String version = transport.wantsFirstVersion() ? "" : "\0version=2\0";
      try {
        Conversation conversation = transport.conversation(socket);
        init(conversation.input(), conversation.output());
        transport.ask(pckOut, "git-upload-pack", version);
      } catch (IOException e) {
        close();
        throw new TransportException(transport.getURI(), e.getMessage(), e);
      }
      if (!readAdvertisedRefs()) {
        lsRefs(refSpecs, patterns);
      }
    }

    @Override
    public void close() {
      super.close();
      Sockets.close(socket);
    }
  }

  private static final class Pushing extends BasePackPushConnection {

    private final Socket socket;

    private Pushing(GitTransport transport, Socket socket) throws TransportException {
      super(transport);
      this.socket = socket;
      try {
        Conversation conversation = transport.conversation(socket);
        init(conversation.input(), conversation.output());
        transport.ask(pckOut, "git-receive-pack", "");
      } catch (IOException e) {
        close();
        throw new TransportException(transport.getURI(), e.getMessage(), e);
      }
      readAdvertisedRefs();
    }

    @Override
    public void close() {
      super.close();
      Sockets.close(socket);
    }
  }
}
