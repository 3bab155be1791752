package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Both ways to an image give it the same configuration.
final class DockerfileTest {

  private final String dockerfile = read("Dockerfile");
  private final String script = read("src/main/sh/image");

  @Test
  void bothImagesStartTheSameProgramAsTheSameUser() {
    assertThat(all("ENTRYPOINT (.*)", dockerfile))
        .isEqualTo(all("\"Entrypoint\": (\\[.*\\]),", script));
    assertThat(all("USER (.*):", dockerfile)).isEqualTo(all("(?m)^user=(.*)$", script));
    assertThat(all("(?m)^ENV (.*)$", dockerfile).getFirst().split(" ", -1))
        .containsExactlyElementsOf(
            all("\"([^\"]*)\"", all("\"Env\": \\[(.*)\\]", script).getFirst()));
  }

  @Test
  void bothImagesHaveTheSameLabels() {
    assertThat(all("(org\\.opencontainers\\.image\\.\\w+=\"[^\"$]*\")", dockerfile))
        .containsExactlyElementsOf(
            all("\"(org\\.opencontainers\\.image\\.\\w+\": \"[^\"$]*\")", script).stream()
                .map(label -> label.replace("\": \"", "=\""))
                .toList());
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
