package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nothing compiles before it runs: shell scripts, and the workflows, whose home may be
/// elsewhere.
final class ScriptsTest {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final String ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

  @Test
  void shellcheckFindsNoFaultInAnyScript() throws IOException {
    Requires.program("shellcheck");
    // Every sh that there is has -nt.
    List<String> command = new ArrayList<>(List.of("shellcheck", "-S", "warning", "-e", "SC3013"));
    command.addAll(scripts());

    assertThat(Commands.run(ROOT, Map.of(), command.toArray(String[]::new))).isEmpty();
  }

  @Test
  void actionlintFindsNoFaultInAnyWorkflow(@TempDir Path directory) throws IOException {
    // It runs shellcheck on what steps run.
    Requires.program("shellcheck");
    Requires.program("go");

    assertThat(actionlint(ROOT, ".github/workflows/build.yaml", ".github/workflows/release.yaml"))
        .doesNotContain(".yaml:");

    Path wrong = directory.resolve("wrong.yaml");
    String release = Files.readString(Path.of(".github/workflows/release.yaml"));
    Files.writeString(wrong, release.replace("steps.image.", "steps.picture."));
    assertThatThrownBy(() -> actionlint(directory, wrong.toString()))
        .hasMessageContaining("\"picture\" is not defined");
  }

  private static String actionlint(Path directory, String... workflows) {
    List<String> command = new ArrayList<>(List.of("go", "run", ACTIONLINT));
    command.addAll(List.of(workflows));
    return Commands.run(directory, Map.of(), command.toArray(String[]::new));
  }

  /// What is kept and begins like a script of a shell, but for Maven's own wrapper.
  private static List<String> scripts() throws IOException {
    List<String> scripts = new ArrayList<>();
    for (String file : Commands.run(ROOT, Map.of(), "git", "ls-files").split("\n", -1)) {
      Path path = ROOT.resolve(file);
      if (!Files.isRegularFile(path) || Files.isSymbolicLink(path) || file.equals("mvnw")) {
        continue;
      }
      try (var in = Files.newInputStream(path)) {
        String start = new String(in.readNBytes(64), java.nio.charset.StandardCharsets.ISO_8859_1);
        if (start.matches("(?s)#![^\\n]*sh\\n.*")) {
          scripts.add(file);
        }
      }
    }
    return scripts;
  }
}
