package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// Values of arguments that picocli does not parse.
final class Arguments {

  private Arguments() {}

  /// @throws InputException.InvalidSpec naming the argument
  static <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new InputException.InvalidSpec(name, SafeText.of(e.getMessage()), e);
    }
  }

  /// The text of a file that an argument names.
  ///
  /// @throws InputException.InvalidSpec naming the argument
  static String content(String name, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException.InvalidSpec(name, "%s cannot be read".formatted(file), e);
    }
  }
}
