package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CliReferenceTest {

  private static final Path COMMITTED = Path.of("docs/cli.md");

  @Test
  void theCommittedReferenceIsWhatTheCommandsSay() throws IOException {
    if (Boolean.getBoolean("gitexport.docs.write")) {
      Files.writeString(COMMITTED, CliReference.markdown());
    }

    assertThat(COMMITTED).hasContent(CliReference.markdown());
  }
}
