package dev.gitexport.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/// The way to a source's host. Never written anywhere.
public sealed interface Route {

  /// Straight to it.
  record Direct() implements Route {}

  /// Through a proxy, which makes the connection for us.
  ///
  /// @param username empty when it wants none
  /// @param trust whom a TLS connection to the proxy itself believes
  record Proxy(Kind kind, String host, int port, String username, String password, Trust trust)
      implements Route {

    @Override
    public String toString() {
      return address();
    }

    String address() {
      return "%s://%s:%d".formatted(kind.name().toLowerCase(Locale.ROOT), host, port);
    }
  }

  /// How a proxy is spoken to.
  enum Kind {
    HTTP(80),
    HTTPS(443),
    SOCKS5(1080);

    private final int port;

    Kind(int port) {
      this.port = port;
    }
  }

  /// @param values by the keys that Flux has: `address` (`http://`, `https://` or
  ///   `socks5://host:port`), `username` and `password`; `ca.crt` for https
  /// @throws IllegalArgumentException naming the key that is wrong, never a value
  static Route of(Map<String, String> values) {
    String username = value(values, "username");
    String password = value(values, "password");
    if (username.isEmpty() && !password.isEmpty()) {
      throw new IllegalArgumentException("username and password go together: give both or none");
    }
    if (username.indexOf(':') >= 0 || username.length() > 255 || password.length() > 255) {
      throw new IllegalArgumentException(
          "username holds no ':', and neither it nor password more than 255 characters");
    }
    Trust trust = new Trust(value(values, "ca.crt"), "", "");
    try {
      return proxy(new URI(value(values, "address")), username, password, trust);
    } catch (URISyntaxException | IllegalArgumentException _) {
      // Their messages hold the address, and with it perhaps a password.
    }
    throw new IllegalArgumentException(
        "address is no proxy's: write http://host:port, https://host:port or socks5://host:port, without user and password, which have keys of their own");
  }

  private static Proxy proxy(URI uri, String username, String password, Trust trust) {
    if (uri.getHost() == null
        || uri.getScheme() == null
        || uri.getRawUserInfo() != null
        || !(uri.getRawPath() + "/").matches("/{1,2}")) {
      throw new IllegalArgumentException("not of the form scheme://host:port");
    }
    Kind kind = Kind.valueOf(uri.getScheme().toUpperCase(Locale.ROOT));
    int port = uri.getPort() >= 0 ? uri.getPort() : kind.port;
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return new Proxy(kind, host, port, username, password, trust);
  }

  private static String value(Map<String, String> values, String key) {
    return values.getOrDefault(key, "").strip();
  }
}
