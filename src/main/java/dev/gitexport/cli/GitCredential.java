package dev.gitexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Credentials that git's helpers keep, asked by `git credential` (gitcredentials(7)) with the
/// configuration of the user and the machine, never of a repository. Nobody is asked for a
/// password.
///
/// @param description what a helper said, to tell it which one it was
record GitCredential(Surroundings surroundings, String description, AtomicBoolean told)
    implements Credentials.Keeper {

  static final String VARIABLE = "GITEXPORT_GIT_CREDENTIAL_HELPER";

  private static final Duration LONGEST = Duration.ofSeconds(30);

  /// What would open a window, or have git read a repository's configuration.
  private static final Map<String, String> QUIET =
      Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_ASKPASS", "", "GCM_INTERACTIVE", "never");

  /// Empty when no helper has any for this URL.
  ///
  /// @throws InputException.InvalidSpec when there is no git, or a helper does not answer
  static Optional<Credentials> fill(Surroundings surroundings, String url) {
    String description = run(surroundings, "fill", "url=%s\n\n".formatted(url)).orElse("");
    Map<String, String> values =
        description
            .lines()
            .map(line -> line.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(toMap(pair -> pair[0], pair -> pair[1], (_, last) -> last));
    String password = values.getOrDefault("password", "");
    if (password.isEmpty()) {
      return Optional.empty();
    }
    var basic = new Credentials.Basic(values.getOrDefault("username", ""), password);
    var keeper = new GitCredential(surroundings, description, new AtomicBoolean());
    return Optional.of(new Credentials.Kept(basic, keeper));
  }

  @Override
  public void accepted() {
    tell("approve");
  }

  @Override
  public void refused() {
    tell("reject");
  }

  private void tell(String action) {
    if (told.compareAndSet(false, true)) {
      run(surroundings, action, description + "\n");
    }
  }

  /// What git prints; empty when it fails.
  private static Optional<String> run(Surroundings surroundings, String action, String input) {
    try {
      Process process = start(surroundings, action);
      try (var standardInput = process.getOutputStream()) {
        standardInput.write(input.getBytes(UTF_8));
      }
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw failed(action, "it did not end within %d s".formatted(LONGEST.toSeconds()), null);
      }
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      throw failed(action, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(action, "it was interrupted", e);
    }
  }

  private static Process start(Surroundings surroundings, String action) throws IOException {
    var builder =
        new ProcessBuilder("git", "credential", action)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(surroundings.variables());
    variables.keySet().removeIf(name -> name.matches("GIT_(DIR|WORK_TREE|COMMON_DIR)|SSH_ASKPASS"));
    variables.putAll(QUIET);
    return builder.start();
  }

  private static InputException.InvalidSpec failed(
      String action, @Nullable String why, @Nullable Exception cause) {
    return new InputException.InvalidSpec(
        VARIABLE,
        "'git credential %s' failed: %s. Try it by hand, or give GITEXPORT_GIT_USERNAME and GITEXPORT_GIT_PASSWORD"
            .formatted(action, why),
        cause);
  }

  @Override
  public String toString() {
    return "GitCredential[…]";
  }
}
