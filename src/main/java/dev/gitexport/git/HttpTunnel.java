package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connection that an HTTP proxy makes by CONNECT: RFC 9110, section 9.3.6.
///
/// @param socket to the proxy
record HttpTunnel(Route.Proxy proxy, Socket socket) {

  private static final int LONGEST_HEADER = 16 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?s:.*)");

  /// The socket, with the target at its other end.
  ///
  /// @throws GitException when the proxy refuses
  Socket connect(String host, int port) throws IOException {
    String target = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    String request =
        "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n".formatted(target, authorization());
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    int status = status();
    if (status / 100 != 2) {
      throw refused(target, status);
    }
    return socket;
  }

  private String authorization() {
    if (proxy.username().isEmpty()) {
      return "";
    }
    var credentials = new Credentials.Basic(proxy.username(), proxy.password());
    return "Proxy-Authorization: %s\r\n".formatted(credentials.header());
  }

  /// Byte by byte: what follows the header belongs to the target.
  private int status() throws IOException {
    InputStream from = socket.getInputStream();
    var header = new StringBuilder();
    while (header.indexOf("\r\n\r\n", Math.max(0, header.length() - 4)) < 0) {
      int next = from.read();
      if (next < 0 || header.length() > LONGEST_HEADER) {
        throw new EOFException("the proxy %s speaks no HTTP".formatted(proxy.address()));
      }
      header.append((char) next);
    }
    Matcher matcher = STATUS.matcher(header);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private GitException refused(String target, int status) {
    Sockets.close(socket);
    // Some proxies answer as a server would.
    return status == 407 || status == 401
        ? new GitException.AuthenticationFailed(
            "Could not pass the proxy %s: it refuses these credentials, or wants some (HTTP %d). Check username and password of the proxy's Secret."
                .formatted(proxy.address(), status),
            null)
        : new GitException.RepositoryUnreachable(
            "Could not reach %s through the proxy %s: it refuses (HTTP %d). Allow CONNECT to there in the proxy's configuration."
                .formatted(target, proxy.address(), status),
            null);
  }
}
