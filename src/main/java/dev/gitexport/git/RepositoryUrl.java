package dev.gitexport.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/// The one spelling of a repository's place.
final class RepositoryUrl {

  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "https", 443, "ssh", 22, "git", 9418);

  /// Whom servers of git serve.
  private static final String GIT = "git";

  private static final Pattern NETWORK = Pattern.compile("(?i)(https?|git)://.*");
  private static final Pattern SSH = Pattern.compile("(?i)ssh://.*");

  /// As scp has it. What follows the colon is relative to the user's home unless it starts with a
  /// slash, which is why such an address is not always a URL. Messages name the host in commands to
  /// be run.
  private static final Pattern SCP =
      Pattern.compile(
          "(?<user>[^-@/:\\s][^@/:\\s]*)@(?<host>[A-Za-z0-9_][A-Za-z0-9_.-]*):(?<path>.+)");

  private RepositoryUrl() {}

  /// @throws IllegalArgumentException without repeating the URL, which may hold a password
  static String normalised(String url) {
    try {
      Matcher scp = SCP.matcher(url);
      if (scp.matches()) {
        return scp(scp.group("user"), scp.group("host"), scp.group("path"));
      }
      if (SSH.matcher(url).matches()) {
        return ssh(new URI(url));
      }
      return NETWORK.matcher(url).matches() ? remote(new URI(url)) : local(new URIish(url));
    } catch (URISyntaxException _) {
      // Its message holds the whole URL, and with it a password.
    }
    throw unsupported();
  }

  /// A URL that may be relative to another repository's, as `git submodule` takes it: `../` takes a
  /// name off the base, and the colon of `host:path` stands where the last slash would.
  ///
  /// @param base normalised
  static String resolve(String base, String url) {
    if (!url.startsWith("./") && !url.startsWith("../")) {
      return url;
    }
    String above = base;
    String rest = url;
    String join = "/";
    while (rest.startsWith("./") || rest.startsWith("../")) {
      if (rest.startsWith("../")) {
        int slash = above.lastIndexOf('/');
        int cut = slash < 0 ? above.lastIndexOf(':') : slash;
        if (cut < 0) {
          throw unsupported();
        }
        join = above.substring(cut, cut + 1);
        above = above.substring(0, cut);
      }
      rest = rest.substring(rest.indexOf('/') + 1);
    }
    return above + join + rest;
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : PORTS.getOrDefault(uri.getScheme(), -1);
  }

  private static String scp(String user, String host, String path) throws URISyntaxException {
    if (path.startsWith("/")) {
      return ssh(new URI("ssh", user, host, -1, path, null, null));
    }
    if (path.startsWith("-")) {
      throw unsupported();
    }
    return user + '@' + host.toLowerCase(Locale.ROOT) + ':' + path.replaceFirst("/+$", "");
  }

  private static String ssh(URI uri) {
    String user = uri.getRawUserInfo() == null ? GIT : uri.getRawUserInfo();
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "A repository URL holds no password: credentials are given apart from it");
    }
    return place(uri, user + '@');
  }

  private static String remote(URI uri) {
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "A repository URL holds no user and password: credentials are given apart from it");
    }
    return place(uri, "");
  }

  private static String place(URI uri, String user) {
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("A repository URL holds no query and no fragment");
    }
    if (uri.getHost() == null
        || uri.getPath().chars().anyMatch(Character::isISOControl)
        || uri.getRawPath() == null
        || uri.getRawPath().length() < 2) {
      throw unsupported();
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isUsual = uri.getPort() < 0 || PORTS.getOrDefault(scheme, -1) == uri.getPort();
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String path = uri.normalize().getRawPath().replaceFirst("/+$", "");
    return scheme + "://" + user + host + (isUsual ? "" : ":" + uri.getPort()) + path;
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
        "This repository URL is not supported: use https://host/path, ssh://user@host/path, user@host:path, http://host/path, git://host/path, file:///path or an absolute path");
  }
}
