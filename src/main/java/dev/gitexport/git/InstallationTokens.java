package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.jspecify.annotations.Nullable;

/// The tokens that a GitHub App reads and writes repositories with. One is asked for by the access
/// of the repository itself, kept in memory, and shared by all who hold the same key of the same
/// App, until shortly before it ends.
///
/// [Installation
/// tokens](https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app)
final class InstallationTokens implements Authorization {

  private static final Map<Credentials.GitHubApp, InstallationToken> KEPT =
      new ConcurrentHashMap<>();

  /// No request of a fetch takes longer with a token that it began with.
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int CREATED = 201;

  private final Source source;
  private final Credentials.GitHubApp app;
  private final HttpChannel channel;
  private final Clock clock;
  private volatile boolean isFresh;

  /// @param source that the tokens are for
  /// @param channel by which the API is asked
  InstallationTokens(Source source, Credentials.GitHubApp app, HttpChannel channel, Clock clock) {
    this.source = source;
    this.app = app;
    this.channel = channel;
    this.clock = clock;
  }

  /// @throws GitException.AuthenticationFailed when GitHub refuses the App, or the source is not
  ///   GitHub's
  /// @throws GitException.RepositoryUnreachable when GitHub does not answer
  @Override
  public Optional<String> header() {
    checkServer();
    InstallationToken kept = KEPT.get(app);
    InstallationToken token =
        kept != null && kept.isGoodAt(clock.instant().plus(MARGIN)) ? kept : created();
    return Optional.of(token.credentials().header());
  }

  @Override
  public boolean renewAfterRefusal() {
    KEPT.remove(app);
    return !isFresh;
  }

  /// The API is at the repository's own host or at `api.` of it, and the token is for no other.
  private void checkServer() {
    String api = app.api().getHost();
    if (!source.scheme().equals("https")
        || !(api.equalsIgnoreCase(source.host()) || api.equalsIgnoreCase("api." + source.host()))) {
      throw refused(
          "a GitHub App's token is for the GitHub of %s only, over https".formatted(app.api()),
          "Correct the URL, or githubAppBaseURL in the Secret");
    }
  }

  private InstallationToken created() {
    var request =
        new HttpPost(
            "%s/app/installations/%s/access_tokens".formatted(app.api(), app.installationId()));
    request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + AppJwt.of(app, clock.instant()));
    request.setHeader(HttpHeaders.ACCEPT, "application/vnd.github+json");
    try (var response = channel.client().execute(request)) {
      InstallationToken token = token(response);
      KEPT.values().removeIf(old -> !old.isGoodAt(clock.instant()));
      KEPT.put(app, token);
      isFresh = true;
      return token;
    } catch (IOException e) {
      throw new GitException.RepositoryUnreachable(failed(e.getMessage(), "Look at it"), e);
    }
  }

  private InstallationToken token(HttpResponse response) throws IOException {
    int status = response.getStatusLine().getStatusCode();
    if (status != CREATED) {
      throw RetryAfter.of(status, name -> value(response.getFirstHeader(name)), clock)
          .<GitException>map(pause -> busy(status, pause))
          .orElseGet(() -> failure(status));
    }
    try (InputStream content = response.getEntity().getContent()) {
      return InstallationToken.parse(content.readNBytes(LONGEST_ANSWER))
          .orElseThrow(() ->
              new GitException.RepositoryUnreachable(
                  failed("its answer holds no token", "Check githubAppBaseURL"), null));
    }
  }

  private static @Nullable String value(@Nullable Header header) {
    return header == null ? null : header.getValue();
  }

  private GitException busy(int status, Duration pause) {
    return new GitException.RepositoryUnreachable(
        pause, failed("it does not answer now (HTTP %d)".formatted(status), "Ask it later"));
  }

  private GitException failure(int status) {
    return switch (status) {
      case 401 ->
          refused(
              "GitHub refuses the App (HTTP 401)",
              "Check githubAppID and githubAppPrivateKey, and this machine's clock");
      case 403, 404 ->
          refused(
              "GitHub refuses the App's installation (HTTP %d)".formatted(status),
              "Check githubAppInstallationID, and that the App is installed and not suspended");
      default ->
          new GitException.RepositoryUnreachable(
              failed("it gives no token (HTTP %d)".formatted(status), "Check githubAppBaseURL"),
              null);
    };
  }

  private GitException.AuthenticationFailed refused(String why, String next) {
    return new GitException.AuthenticationFailed(
        "Could not reach %s: %s. %s.".formatted(source.url(), why, next), null);
  }

  private String failed(@Nullable String why, String next) {
    return "Could not ask %s for a token for %s: %s. %s."
        .formatted(app.api(), source.url(), why, next);
  }
}
