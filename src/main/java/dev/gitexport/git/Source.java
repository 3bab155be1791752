package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.jgit.transport.URIish;

/// A repository somewhere, as one reader sees it: two readers with other credentials are two
/// sources.
///
/// @param url `file:///path` or an absolute path; kept normalised, so that spellings of one place
///   are one source
/// @param namespace the git namespace the refs are read from
/// @param credentialId the Secret's uid, or `-`
/// @param history how much of it is kept
public record Source(String url, GitNamespace namespace, String credentialId, History history) {

  public Source {
    url = normalised(url);
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

  /// Where a `file:` source lies.
  Path path() {
    return Path.of(url.substring("file://".length()));
  }

  private static String normalised(String url) {
    try {
      var uri = new URIish(url);
      boolean isLocal = uri.getScheme() == null || uri.getScheme().equals("file");
      boolean isHere =
          uri.getHost() == null
              && uri.getUser() == null
              && uri.getPass() == null
              && uri.getPort() < 0;
      if (isLocal && isHere && uri.getPath() != null && uri.getPath().startsWith("/")) {
        return "file://" + Path.of(uri.getPath()).normalize();
      }
    } catch (URISyntaxException e) {
      // Its message holds the whole URL, and with it a password.
    }
    throw new IllegalArgumentException(
        "This repository URL is not supported: use file:///path or an absolute path, without user or host");
  }
}
