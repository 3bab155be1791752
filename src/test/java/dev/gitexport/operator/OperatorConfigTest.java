package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OperatorConfigTest {

  private static final Path DOCUMENT = Path.of("docs/configuration.md");

  @Test
  void everySettingIsDocumentedWithItsVariableAndDefault() throws IOException {
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(settings());
  }

  /// `key | variable | default` of every row.
  private static List<String> documented() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `gitexport."))
        .peek(line -> assertThat(line.split("\\|", -1)[4]).as(line).isNotBlank())
        .map(line -> String.join("|", Arrays.asList(line.split("\\|", -1)).subList(1, 4)))
        .map(line -> line.replace("`", "").replace(" ", ""))
        .toList();
  }

  private static List<String> settings() {
    return settings("gitexport", OperatorConfig.class).toList();
  }

  private static Stream<String> settings(String prefix, Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .flatMap(method -> {
          String key = prefix + "." + kebab(method.getName());
          return method.getReturnType().getEnclosingClass() == OperatorConfig.class
              ? settings(key, method.getReturnType())
              : Stream.of(String.join("|", key, variable(key), fallback(method)));
        });
  }

  private static String fallback(Method method) {
    WithDefault annotation = method.getAnnotation(WithDefault.class);
    return annotation == null ? "" : annotation.value();
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
