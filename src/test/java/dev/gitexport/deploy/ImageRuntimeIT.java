package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The runtime of the image is cut to what the program needs.
final class ImageRuntimeIT {

  /// Named only by parts of libraries that nothing here reaches: beans' listeners, and generators
  /// of code.
  private static final Set<String> NEVER_REACHED =
      Set.of("java.compiler", "java.desktop", "jdk.compiler");

  private static final Pattern MODULE = Pattern.compile("-> ((?:java|jdk)\\.[a-z.]+)");

  @Test
  void theRuntimeHasEveryModuleThatAnyJarOfTheProgramNames() throws IOException {
    Set<String> needed = needed();
    needed.removeAll(NEVER_REACHED);

    assertThat(needed).contains("java.base").isSubsetOf(ofTheImage());
  }

  private static Set<String> ofTheImage() throws IOException {
    Set<String> modules = new TreeSet<>();
    Pattern.compile("(?m)^modules\\+?=(.*)$")
        .matcher(Files.readString(Path.of("src/main/sh/image")))
        .results()
        .forEach(line -> modules.addAll(List.of(line.group(1).split(",", -1))));
    return modules;
  }

  private static Set<String> needed() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target/quarkus-app"))) {
      Set<String> modules = new TreeSet<>();
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .map(ImageRuntimeIT::jdeps)
          .flatMap(output -> MODULE.matcher(output).results())
          .forEach(module -> modules.add(module.group(1)));
      return modules;
    }
  }

  /// Of one jar at a time: together, what they are to each other would have to be right too.
  private static String jdeps(String jar) {
    var output = new StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(output),
            new PrintWriter(output),
            "--multi-release",
            "25",
            "--ignore-missing-deps",
            "-s",
            jar);
    return output.toString();
  }
}
