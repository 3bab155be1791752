package dev.gitexport.git;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.eclipse.jgit.util.QuotedString;
import org.jspecify.annotations.Nullable;

/// Asks a git server over ssh where the LFS objects of a source are, and with which headers they
/// are asked for, as git-lfs does: by the command `git-lfs-authenticate`.
///
/// [Server discovery](https://github.com/git-lfs/git-lfs/blob/main/docs/api/server-discovery.md)
final class LfsAuthentication implements LfsEndpoints {

  private static final int LARGEST_ANSWER = 1 << 20;
  private static final int LONGEST_COMPLAINT = 300;

  /// Whoever says more is asked again all the same.
  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  /// So that no request begins with what ends under way.
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /// git-lfs quotes no path, and not every server takes quotes off.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+@~-]+");

  private final Source source;
  private final Access access;
  private final Deadline deadline;
  private final List<SshSessions> sessions = new CopyOnWriteArrayList<>();
  private Optional<Told> told = Optional.empty();

  LfsAuthentication(Source source, Access access, Deadline deadline) {
    this.source = source;
    this.access = access;
    this.deadline = deadline;
  }

  /// @param end of its headers' life
  private record Told(LfsEndpoint endpoint, Instant end) {}

  /// @param expires_in seconds
  /// @param expires_at as RFC 3339 has it
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(
      @Nullable String href,
      @Nullable Map<String, String> header,
      @Nullable Long expires_in,
      @Nullable String expires_at) {

    @Override
    public String toString() {
      return "Answer[…]";
    }
  }

  @Override
  public LfsEndpoint current() throws IOException {
    Instant soon = deadline.clock().instant().plus(MARGIN);
    Optional<Told> kept = told.filter(answer -> answer.end().isAfter(soon));
    Told current = kept.isPresent() ? kept.get() : told(ask());
    told = Optional.of(current);
    return current.endpoint();
  }

  private byte[] ask() throws IOException {
    SshSessions opened = SshSessions.of(source, access, deadline);
    sessions.add(opened);
    try {
      Process process = opened.open(source.address()).exec(command(), 0);
      process.getOutputStream().close();
      byte[] answer = process.getInputStream().readNBytes(LARGEST_ANSWER);
      int status = process.exitValue();
      if (status < 0) {
        throw new EOFException("the server ended without a word");
      }
      if (status > 0) {
        byte[] complaint = process.getErrorStream().readNBytes(LONGEST_COMPLAINT);
        throw refused(
            "its server does not tell where they are (git-lfs-authenticate ends with %d: %s)"
                .formatted(status, new String(complaint, StandardCharsets.UTF_8).strip()));
      }
      return answer;
    } finally {
      opened.abort();
    }
  }

  private String command() {
    String path = source.address().getPath();
    String word = PLAIN.matcher(path).matches() ? path : QuotedString.BOURNE.quote(path);
    return "git-lfs-authenticate %s download".formatted(word);
  }

  private Told told(byte[] json) throws IOException {
    try {
      Answer answer = LfsBatch.MAPPER.readValue(json, Answer.class);
      String api = answer.href() == null || answer.href().isBlank() ? usual() : answer.href();
      if (api.startsWith("https://")) {
        Map<String, String> headers = answer.header() == null ? Map.of() : answer.header();
        return new Told(LfsEndpoint.at(api.replaceFirst("/+$", ""), headers, access), end(answer));
      }
    } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
      // Refused below, without what it holds: there are tokens in it.
    }
    throw refused("its server's answer to git-lfs-authenticate names no place at an https URL");
  }

  /// Of a server that tells no more than headers.
  private String usual() {
    String path = source.address().getPath().replaceFirst("^/*", "/");
    return LfsEndpoint.below("https://" + source.host() + path);
  }

  private Instant end(Answer answer) {
    if (answer.expires_in() != null && answer.expires_in() > 0) {
      long seconds = Math.min(answer.expires_in(), LONGEST_SECONDS);
      return deadline.clock().instant().plusSeconds(seconds);
    }
    return answer.expires_at() == null || answer.expires_at().isBlank()
        ? Instant.MAX
        : Instant.parse(answer.expires_at());
  }

  private GitException.ContentRefused refused(String why) {
    return new GitException.ContentRefused(
        "LFS objects of %s are not fetched: %s. Use the repository's https URL, or set lfs: false."
            .formatted(source.url(), why),
        null);
  }

  @Override
  public void abort() {
    sessions.forEach(SshSessions::abort);
  }
}
