package dev.gitexport.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A token of a GitHub App's installation.
record InstallationToken(String value, Instant end) {

  /// Empty when the answer is none of GitHub's.
  static Optional<InstallationToken> parse(byte[] json) {
    try {
      JsonNode answer = new ObjectMapper().readTree(json);
      String value = answer.path("token").asText();
      Instant end = Instant.parse(answer.path("expires_at").asText());
      return Optional.of(new InstallationToken(value, end)).filter(token -> !value.isEmpty());
    } catch (IOException | DateTimeException _) {
      // The causes may hold parts of it.
      return Optional.empty();
    }
  }

  boolean isGoodAt(Instant moment) {
    return moment.isBefore(end);
  }

  /// As git's servers at GitHub want it.
  Credentials.Basic credentials() {
    return new Credentials.Basic("x-access-token", value);
  }

  @Override
  public String toString() {
    return "InstallationToken[…]";
  }
}
