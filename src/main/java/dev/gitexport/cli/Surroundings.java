package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Network;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// What a command sees of the machine besides its arguments.
///
/// @param terminal a person is watching
record Surroundings(
    Path workingDirectory,
    Map<String, String> variables,
    InputStream input,
    Clock clock,
    boolean terminal) {

  private static final String PACK_LIMIT = "GITEXPORT_GIT_MAX_PACK_SIZE";

  Surroundings {
    variables = Map.copyOf(variables);
  }

  String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /// Whatever a person may reach without us.
  ///
  /// @throws InputException.InvalidSpec when the limit of a pack is none
  Network network() {
    String limit = variable(PACK_LIMIT);
    return limit.isEmpty()
        ? Network.open()
        : Network.open().upTo(Arguments.parse(PACK_LIMIT, limit, new Bytes()::convert));
  }

  /// https://no-color.org
  boolean colours() {
    return terminal && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
  }

  /// Where a path of the command line leads.
  ///
  /// @throws InputException.InvalidSpec for an empty one, which an unset variable leaves
  Path resolve(Path path) {
    if (path.toString().isEmpty()) {
      throw new InputException.InvalidSpec("path", "it is empty; write . for this directory", null);
    }
    return workingDirectory.resolve(path).normalize();
  }
}
