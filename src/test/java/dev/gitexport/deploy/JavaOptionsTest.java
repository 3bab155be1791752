package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.test.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Of two options that contradict each other the JVM takes the last one, and JDK_JAVA_OPTIONS,
/// which the chart's `javaOptions` becomes, is put before all arguments.
final class JavaOptionsTest {

  private static final Path FLAGS = Path.of("src/main/sh/operator.flags");

  @ParameterizedTest
  @CsvSource({
    "MaxRAMPercentage, 50, 70",
    "Tier4InvocationThreshold, 50000, 5000",
    "NewSize, 16777216, 33554432",
    "MaxNewSize, 16777216, 33554432",
    "TrimNativeHeapInterval, 60000, 0",
  })
  void whatTheOperatorSetsAUserOverrides(String name, String ours, String theirs)
      throws IOException {
    assertThat(flag(name, "-XX:+UseSerialGC")).startsWith(ours);
    assertThat(flag(name, "-XX:+UseSerialGC -XX:%s=%s".formatted(name, theirs))).startsWith(theirs);
    assertThat(Files.readString(Path.of("src/main/sh/image"))).doesNotContain(name);
    assertThat(Files.readString(Path.of("src/main/sh/jvm.options"))).doesNotContain(name);
  }

  private static String flag(String name, String options) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Commands.run(
            Path.of("."),
            Map.of("JDK_JAVA_OPTIONS", options),
            java,
            "-XX:Flags=" + FLAGS,
            "@src/main/sh/jvm.options",
            "-XX:+PrintFlagsFinal",
            "-version")
        .lines()
        .filter(line -> line.contains(" " + name + " "))
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .findFirst()
        .orElseThrow();
  }
}
