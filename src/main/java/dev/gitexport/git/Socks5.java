package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/// A connection that a SOCKS proxy makes: RFC 1928, with the password of RFC 1929.
///
/// @param socket to the proxy
record Socks5(Route.Proxy proxy, Socket socket) {

  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int NONE_ACCEPTABLE = 0xff;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  /// The socket, with the target at its other end.
  ///
  /// @param host a name, which the proxy resolves, or an address
  /// @throws GitException when the proxy refuses
  Socket connect(String host, int port) throws IOException {
    var from = new DataInputStream(socket.getInputStream());
    int method = proxy.username().isEmpty() ? NO_AUTHENTICATION : PASSWORD;
    send(new byte[] {VERSION, 1, (byte) method});
    if (from.readUnsignedByte() != VERSION) {
      throw new IOException("the proxy %s speaks no SOCKS 5".formatted(proxy.address()));
    }
    int chosen = from.readUnsignedByte();
    if (chosen == NONE_ACCEPTABLE || (chosen == PASSWORD && !passes(from))) {
      throw refusesCredentials();
    }
    send(request(host, port));
    readAnswer(from, host, port);
    return socket;
  }

  private boolean passes(DataInputStream from) throws IOException {
    var message = new ByteArrayOutputStream();
    message.write(1);
    for (String part : new String[] {proxy.username(), proxy.password()}) {
      byte[] bytes = part.getBytes(UTF_8);
      message.write(bytes.length);
      message.write(bytes);
    }
    send(message.toByteArray());
    return from.readUnsignedShort() == 0x0100;
  }

  private static byte[] request(String host, int port) throws IOException {
    boolean isAddress = Network.isAddress(host);
    byte[] name = isAddress ? InetAddress.getByName(host).getAddress() : host.getBytes(UTF_8);
    var request = ByteBuffer.allocate(7 + name.length).put(new byte[] {VERSION, CONNECT, 0});
    if (isAddress) {
      request.put((byte) (name.length == 4 ? IPV4 : IPV6));
    } else {
      request.put((byte) NAME).put((byte) name.length);
    }
    request.put(name).putShort((short) port);
    byte[] bytes = new byte[request.position()];
    request.flip().get(bytes);
    return bytes;
  }

  private void readAnswer(DataInputStream from, String host, int port) throws IOException {
    from.readUnsignedByte();
    int reply = from.readUnsignedByte();
    if (reply != 0) {
      Sockets.close(socket);
      throw new GitException.RepositoryUnreachable(
          "Could not reach %s:%d through the proxy %s: %s. Check the host, and what the proxy allows."
              .formatted(host, port, proxy.address(), words(reply)),
          null);
    }
    from.readUnsignedByte();
    int length =
        switch (from.readUnsignedByte()) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          default -> from.readUnsignedByte();
        };
    from.readFully(new byte[length + 2]);
  }

  private static String words(int reply) {
    return switch (reply) {
      case 2 -> "it does not allow that";
      case 3, 4 -> "it has no way to the host";
      case 5 -> "the host refuses the connection";
      default -> "it failed (SOCKS reply %d)".formatted(reply);
    };
  }

  private GitException refusesCredentials() {
    Sockets.close(socket);
    return new GitException.AuthenticationFailed(
        "Could not pass the proxy %s: it refuses these credentials, or wants some. Check username and password of the proxy's Secret."
            .formatted(proxy.address()),
        null);
  }

  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }
}
