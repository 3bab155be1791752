package dev.gitexport.operator.resource;

import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks of single fields. What the API server would have refused is refused here too: a manifest
/// on the command line has met none.
public final class SpecField {

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private SpecField() {}

  /// @param path of the field, as `spec.interval`
  /// @throws InputException.InvalidSpec naming the field, for an `IllegalArgumentException`
  public static <T> T of(String path, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new InputException.InvalidSpec(path, SafeText.of(e.getMessage()), e);
    }
  }

  /// Sees that a resource has a name that may be one of a directory.
  public static void checkNames(String namespace, String name) {
    matches(NAMESPACE, namespace, "metadata.namespace");
    matches(NAME, name, "metadata.name");
  }

  private static void matches(Pattern form, String name, String path) {
    if (!form.matcher(name).matches()) {
      throw new InputException.InvalidSpec(
          path, "'%s' is no name: use lower case letters, digits and '-'".formatted(name), null);
    }
  }

  /// A size in bytes, rounded up.
  public static long bytes(String name, @Nullable Quantity quantity, long fallback) {
    if (quantity == null) {
      return fallback;
    }
    try {
      return Quantity.getAmountInBytes(quantity).setScale(0, RoundingMode.CEILING).longValueExact();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "%s '%s' is no size: write 512Mi, 2Gi or a number of bytes".formatted(name, quantity), e);
    }
  }

  public static Duration atLeastASecond(Duration duration) {
    if (duration.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("it is at least 1s");
    }
    return duration;
  }
}
