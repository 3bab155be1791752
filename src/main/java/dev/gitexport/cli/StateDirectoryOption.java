package dev.gitexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Option;

/// Where the git state of plain folders is.
final class StateDirectoryOption {

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where the git state of plain folders is (default: gitexport/sync below XDG_STATE_HOME,"
              + " else below ~/.local/state).")
  private Path directory = Path.of("");

  private final Surroundings surroundings;

  StateDirectoryOption(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The git directory of a folder.
  ///
  /// @param of what is kept apart
  Path directory(Path folder, String... of) {
    String key = folder + "\0" + String.join("\0", of);
    return states().resolve(UUID.nameUUIDFromBytes(key.getBytes(UTF_8)) + ".git");
  }

  private Path states() {
    if (!directory.toString().isEmpty()) {
      return surroundings.resolve(directory);
    }
    String state = surroundings.variable("XDG_STATE_HOME");
    Path base =
        state.isEmpty()
            ? Path.of(surroundings.variable("HOME"), ".local", "state")
            : Path.of(state);
    return surroundings.resolve(base).resolve("gitexport").resolve("sync");
  }
}
