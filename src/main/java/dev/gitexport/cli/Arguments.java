package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;
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
}
