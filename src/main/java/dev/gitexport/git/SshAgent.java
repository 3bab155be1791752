package dev.gitexport.git;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.transport.sshd.agent.AbstractConnector;
import org.eclipse.jgit.transport.sshd.agent.Connector;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;
import org.jspecify.annotations.Nullable;

/// The ssh-agent behind a socket: it signs, and keeps the key to itself.
///
/// @param socket path of its socket
record SshAgent(String socket) implements ConnectorFactory {

  @Override
  public Connector create(@Nullable String identityAgent, File home) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    return new Line(channel, UnixDomainSocketAddress.of(Path.of(socket)));
  }

  @Override
  public boolean isSupported() {
    return true;
  }

  @Override
  public String getName() {
    return "socket";
  }

  @Override
  public Collection<ConnectorDescriptor> getSupportedConnectors() {
    return List.of();
  }

  @Override
  public @Nullable ConnectorDescriptor getDefaultConnector() {
    return null;
  }

  private static final class Line extends AbstractConnector {

    private final SocketChannel channel;
    private final UnixDomainSocketAddress address;

    private Line(SocketChannel channel, UnixDomainSocketAddress address) {
      this.channel = channel;
      this.address = address;
    }

    @Override
    public boolean connect() throws IOException {
      return channel.isConnected() || channel.connect(address);
    }

    @Override
    public byte[] rpc(byte command, byte[] message) throws IOException {
      prepareMessage(command, message);
      ByteBuffer request = ByteBuffer.wrap(message);
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return read(toLength(command, read(Integer.BYTES)));
    }

    private byte[] read(int length) throws IOException {
      ByteBuffer answer = ByteBuffer.allocate(length);
      while (answer.hasRemaining()) {
        if (channel.read(answer) < 0) {
          throw new EOFException("the ssh-agent hung up");
        }
      }
      return answer.array();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
