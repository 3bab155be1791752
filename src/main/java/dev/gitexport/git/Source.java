package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.jgit.transport.URIish;

/// A repository somewhere, as one reader sees it: two readers with other credentials are two
/// sources.
///
/// @param url `https://host/path`, `ssh://user@host/path`, `user@host:path`, `file:///path` or an
///   absolute path; kept normalised, so that spellings of one place are one source
/// @param namespace the git namespace the refs are read from
/// @param credentialId the Secret's uid, or `-`
/// @param history how much of it is kept
public record Source(String url, GitNamespace namespace, String credentialId, History history) {

  public Source {
    url = RepositoryUrl.normalised(url);
    if (credentialId.isBlank()) {
      throw new IllegalArgumentException("a source without credentials has the credential id '-'");
    }
  }

  /// 16 hex digits that name this source in a store. History is no part of it.
  public String key() {
    String identity = url + '\0' + namespace.name() + '\0' + credentialId;
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String scheme() {
    int end = url.indexOf("://");
    return end < 0 ? "ssh" : url.substring(0, end);
  }

  /// Whom a connection goes to; empty for a source on this machine.
  public String host() {
    return address().getHost() == null ? "" : address().getHost();
  }

  /// What credentials are bound to: scheme, host and port.
  public String server() {
    int port = address().getPort();
    return scheme() + "://" + host() + (port < 0 ? "" : ":" + port);
  }

  /// The URL in parts; none of JGit's checks has ever to fail on what was normalised.
  URIish address() {
    try {
      return new URIish(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("this is no URL", e);
    }
  }

  /// Whether a URL is of the same scheme, host and port.
  boolean isAt(URL other) {
    URI mine = URI.create(url);
    int port = other.getPort() >= 0 ? other.getPort() : other.getDefaultPort();
    return mine.getScheme().equalsIgnoreCase(other.getProtocol())
        && mine.getHost().equalsIgnoreCase(other.getHost())
        && RepositoryUrl.port(mine) == port;
  }

  /// Where a `file:` source lies.
  Path path() {
    return Path.of(url.substring("file://".length()));
  }
}
