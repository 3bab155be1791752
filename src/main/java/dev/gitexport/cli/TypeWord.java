package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GoDuration;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collection;

/// What is expected, in words.
final class TypeWord {

  private TypeWord() {}

  static String of(Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "true or false, without quotes";
    }
    if (type == String.class) {
      return "text. Put it in quotes";
    }
    if (type == GoDuration.class) {
      return "a duration as 30s, 5m or 1h30m";
    }
    if (type == Quantity.class) {
      return "a size as 512Mi or 2Gi";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "a mapping of fields";
  }
}
