package dev.gitexport.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/// The one spelling of a repository's place.
final class RepositoryUrl {

  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

  private static final Pattern NETWORK = Pattern.compile("(?i)https?://.*");

  private RepositoryUrl() {}

  /// @throws IllegalArgumentException without repeating the URL, which may hold a password
  static String normalised(String url) {
    try {
      return NETWORK.matcher(url).matches() ? remote(new URI(url)) : local(new URIish(url));
    } catch (URISyntaxException _) {
      // Its message holds the whole URL, and with it a password.
    }
    throw unsupported();
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : PORTS.getOrDefault(uri.getScheme(), -1);
  }

  private static String remote(URI uri) throws URISyntaxException {
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "A repository URL holds no user, password, query or fragment: credentials are given apart from it");
    }
    if (uri.getHost() == null || uri.getRawPath() == null || uri.getRawPath().length() < 2) {
      throw unsupported();
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isUsual = uri.getPort() < 0 || PORTS.getOrDefault(scheme, -1) == uri.getPort();
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String path = uri.normalize().getRawPath().replaceFirst("/+$", "");
    return scheme + "://" + host + (isUsual ? "" : ":" + uri.getPort()) + path;
  }

  private static String local(URIish uri) {
    boolean isLocal = uri.getScheme() == null || uri.getScheme().equals("file");
    boolean isHere =
        uri.getHost() == null
            && uri.getUser() == null
            && uri.getPass() == null
            && uri.getPort() < 0;
    if (isLocal && isHere && uri.getPath() != null && uri.getPath().startsWith("/")) {
      return "file://" + Path.of(uri.getPath()).normalize();
    }
    throw unsupported();
  }

  private static IllegalArgumentException unsupported() {
    return new IllegalArgumentException(
        "This repository URL is not supported: use https://host/path, http://host/path, file:///path or an absolute path");
  }
}
