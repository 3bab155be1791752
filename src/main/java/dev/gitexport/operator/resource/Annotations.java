package dev.gitexport.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users ask for beside the spec.
public final class Annotations {

  /// The uid of the owner whose place a resource takes.
  public static final String ADOPT = "gitexport.dev/adopt";

  private Annotations() {}

  /// Empty when there is none.
  public static String value(HasMetadata resource, String annotation) {
    @Nullable Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(annotation, "");
  }
}
