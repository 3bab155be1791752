package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.failure.InputException;
import dev.gitexport.operator.resource.Annotations;
import dev.gitexport.sync.Guard;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The annotation that lets pass once what guards hold back: names of guards with commas between
/// them, and after an `@` anything that makes the value another one. Status echoes what was used.
public final class GuardRelease {

  public static final String ANNOTATION = "gitexport.dev/release";

  private GuardRelease() {}

  /// The guards that the next run does without.
  ///
  /// @throws InputException.InvalidSpec when it names what is no guard
  static Set<Guard> of(GitSync resource) {
    String value = Annotations.value(resource, ANNOTATION);
    if (value.isEmpty() || value.equals(used(resource))) {
      return Set.of();
    }
    return Arrays.stream(value.split("@", 2)[0].split(","))
        .map(GuardRelease::guard)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What status says when a run did without the guards.
  static String used(GitSync resource, boolean now) {
    String value = Annotations.value(resource, ANNOTATION);
    return now || value.equals(used(resource)) ? value : "";
  }

  private static String used(GitSync resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(GitSyncStatus::lastHandledRelease)
        .orElse("");
  }

  private static Guard guard(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "deletions" -> Guard.DELETIONS;
      case "mount" -> Guard.MOUNT;
      case "file-size" -> Guard.FILE_SIZE;
      case "secrets" -> Guard.SECRETS;
      default ->
          throw new InputException.InvalidSpec(
              "metadata.annotations[" + ANNOTATION + "]",
              "'%s' is no guard; write deletions, mount, file-size or secrets, or several with commas"
                  .formatted(name.strip()),
              null);
    };
  }
}
