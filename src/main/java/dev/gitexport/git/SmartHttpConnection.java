package dev.gitexport.git;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.http.client.HttpClient;
import org.eclipse.jgit.transport.http.apache.HttpClientConnection;
import org.eclipse.jgit.util.HttpSupport;
import org.jspecify.annotations.Nullable;

/// One request of git's smart protocol. What is not an answer of that protocol is a failure with a
/// name: JGit would go on to ask for a password, or to read the files of a dumb server.
final class SmartHttpConnection extends HttpClientConnection {

  private final Source source;
  private final Authorization authorization;
  private final boolean isAdvertisement;
  private final boolean isPush;
  private final Runnable abort;
  private final Clock clock;
  private final long packLimit;

  /// @param abort closes the connection: to close an answer is to read it to its end
  SmartHttpConnection(
      Source source,
      URL url,
      Authorization authorization,
      HttpClient client,
      Clock clock,
      long packLimit,
      Runnable abort)
      throws IOException {
    super(url.toString(), Proxy.NO_PROXY, client);
    this.abort = abort;
    this.source = source;
    this.authorization = authorization;
    this.clock = clock;
    this.packLimit = packLimit;
    this.isPush = url.toString().contains("git-receive-pack");
    this.isAdvertisement = url.getPath().endsWith("/info/refs");
  }

  @Override
  public void setRequestMethod(String method) throws ProtocolException {
    super.setRequestMethod(method);
    authorization.header().ifPresent(value -> setRequestProperty("Authorization", value));
  }

  @Override
  public int getResponseCode() throws IOException {
    int status = super.getResponseCode();
    if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
      throw refusal(status);
    }
    if (status == HttpURLConnection.HTTP_OK && isAdvertisement && !isSmart(getContentType())) {
      throw unreachable(
          "this is no git server of the smart protocol", "Check the URL; often it ends in .git");
    }
    if (status == HttpURLConnection.HTTP_OK) {
      authorization.accept();
    }
    return status;
  }

  /// Unpacked here and not by JGit: little that is packed may be too much.
  @Override
  public InputStream getInputStream() throws IOException {
    InputStream answer = super.getInputStream();
    String encoding = String.valueOf(super.getHeaderField(HttpSupport.HDR_CONTENT_ENCODING));
    InputStream content = encoding.matches("(x-)?gzip") ? new GZIPInputStream(answer) : answer;
    return isAdvertisement
        ? AnswerLimit.ofRefs(content, packLimit, this::tooMuch)
        : AnswerLimit.byContent(content, packLimit, this::tooMuch);
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return name.equalsIgnoreCase(HttpSupport.HDR_CONTENT_ENCODING)
        ? null
        : super.getHeaderField(name);
  }

  private GitException tooMuch(long limit) {
    abort.run();
    return GitException.RepositoryUnreachable.tooMuch(source.url(), limit);
  }

  private static boolean isSmart(@Nullable String contentType) {
    return contentType != null
        && contentType.matches("application/x-git-(upload|receive)-pack-advertisement(;.*)?");
  }

  private GitException refusal(int status) {
    Optional<Duration> pause = RetryAfter.of(status, this::getHeaderField, clock);
    if (pause.isPresent()) {
      return busy(status, pause.get());
    }
    return switch (status) {
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          unauthorised(status);
      case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE ->
          unreachable(
              "there is no such repository, or it is not shown to who asks (HTTP %d)"
                  .formatted(status),
              "Check the URL and the credentials");
      default -> unreachable("the server failed (HTTP %d)".formatted(status), "Look at its logs");
    };
  }

  private GitException busy(int status, Duration pause) {
    boolean isGateway =
        status == HttpURLConnection.HTTP_BAD_GATEWAY
            || status == HttpURLConnection.HTTP_GATEWAY_TIMEOUT;
    return new GitException.RepositoryUnreachable(
        pause,
        "Could not reach %s: %s"
            .formatted(
                source.url(),
                (isGateway
                        ? "no server answers behind its gateway (HTTP %d). Look at the gateway's logs."
                        : "the server has too much to do (HTTP %d). Ask it less often.")
                    .formatted(status)));
  }

  private GitException unauthorised(int status) {
    boolean asked = authorization.header().isPresent();
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED && authorization.renewAfterRefusal()) {
      return new GitException.RepositoryUnreachable(
          Duration.ZERO,
          "Could not reach %s: the server refuses a token that was good before (HTTP %d). Try again with a new one."
              .formatted(source.url(), status));
    }
    String next =
        asked
            ? "Check the user name, the password or token, and what it may "
            : "Give credentials that may ";
    return new GitException.AuthenticationFailed(
        "Could not %s %s: the server refuses %s (HTTP %d). %s."
            .formatted(
                isPush ? "push to" : "reach",
                source.url(),
                asked ? "these credentials" : "to serve without credentials",
                status,
                next + (isPush ? "write" : "read")),
        null);
  }

  private GitException.RepositoryUnreachable unreachable(String why, String next) {
    return new GitException.RepositoryUnreachable(
        "Could not reach %s: %s. %s.".formatted(source.url(), why, next), null);
  }
}
