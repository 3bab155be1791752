package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ChartReadmeTest {

  private static final Path COMMITTED = Path.of("helm/gitexport/README.md");

  @Test
  void theCommittedReadmeIsWhatTheValuesSay() throws IOException {
    if (Boolean.getBoolean("gitexport.docs.write")) {
      Files.writeString(COMMITTED, ChartReadme.markdown());
    }

    assertThat(COMMITTED).hasContent(ChartReadme.markdown());
  }

  @Test
  void everyValueSaysWhatItIs() {
    assertThat(ChartReadme.markdown().lines().filter(line -> line.endsWith("|  |"))).isEmpty();
  }
}
