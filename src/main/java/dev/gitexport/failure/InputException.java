package dev.gitexport.failure;

import org.jspecify.annotations.Nullable;

/// What a user wrote cannot be meant. The message names the place and what would be right.
public abstract sealed class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A manifest that does not parse: its syntax, an unknown field, a value of another type.
  public static final class InvalidManifest extends InputException {

    private static final long serialVersionUID = 1L;

    public InvalidManifest(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// A manifest that parses and asks for what cannot be.
  public static final class InvalidSpec extends InputException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /// @param field path of the field (`spec.retention`), or the argument's name
    /// @param problem what is wrong with it, and what would be right
    public InvalidSpec(String field, String problem, @Nullable Throwable cause) {
      super(field + ": " + problem, cause);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }
}
