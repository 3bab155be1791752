package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.failure.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CommandsTest {

  @TempDir Path directory;

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String name : Commands.NAMES) {
      var help = new Shell(directory).run(name, "--help");
      assertThat(help.code()).as(name).isZero();
      if (!name.equals("help")) {
        assertThat(help.out()).as(name).contains("Examples:", "gitexport " + name);
      }
    }
  }

  @Test
  void aMisspeltCommandOrOptionIsAUsageError() {
    Shell shell = new Shell(directory);

    assertThat(shell.run("exprt").code()).isEqualTo(2);
    assertThat(shell.run("exprt").err()).contains("export");
    assertThat(shell.run("list", "--volum", "x").code()).isEqualTo(2);
    assertThat(shell.run("list").err()).contains("--volume").contains("--help");
    assertThat(shell.run("list", "-o", "json").out()).contains("\"InvalidManifest\"");
  }

  @Test
  void aVolumeThatIsNotThereIsSaid() {
    var result = new Shell(directory).run("list", "--volume", "gone");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("there is no such directory");
  }

  @Test
  void completionListsTheCommands() {
    assertThat(new Shell(directory).run("completion", "bash").out())
        .contains("rollback", "--volume", "complete -F");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasAnExitCodeOtherThanZero(Reason reason) {
    assertThat(ExitCode.of(reason).number()).isPositive();
  }

  @Test
  void exitCodesDiffer() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,true", "utf8,true", "ANSI_X3.4-1968,false", "'',false"})
  void onlyUtf8NamesFilesFully(String encoding, boolean good) {
    assertThat(Main.isUtf8(encoding)).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "812,812 B",
    "1024,1.0 KiB",
    "1048575,1.0 MiB",
    "1363149,1.3 MiB",
    "9223372036854775807,8192.0 PiB"
  })
  void bytesAreReadable(long bytes, String text) {
    assertThat(new ByteCount(bytes)).hasToString(text);
  }

  @Test
  void aTableAlignsNumbersToTheRight() {
    assertThat(new TextTable("NAME", ">N").row("a", 5).row("long", 10).toString().lines())
        .containsExactly("NAME   N", "a      5", "long  10");
  }

  @Test
  void theFormatIsReadFromArgumentsThatDoNotParse() {
    assertThat(OutputFormat.requested(List.of("x", "-o", "json"))).isEqualTo(OutputFormat.JSON);
    assertThat(OutputFormat.requested(List.of("--output=yaml"))).isEqualTo(OutputFormat.YAML);
    assertThat(OutputFormat.requested(List.of("--", "-o", "json"))).isEqualTo(OutputFormat.TABLE);
    assertThat(OutputFormat.requested(List.of("-o"))).isEqualTo(OutputFormat.TABLE);
  }
}
