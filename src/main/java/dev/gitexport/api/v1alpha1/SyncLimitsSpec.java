package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// What one run may commit.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncLimitsSpec(
    @JsonPropertyDescription(
            "A larger file is held back and named, and the others are committed; 50Mi when left"
                + " out.")
        @ValidationRule(value = Rules.QUANTITY, message = Rules.QUANTITY_FORM)
        @Nullable Quantity maxFileSize,
    @JsonPropertyDescription(
            "Where more than 10 files are tracked and more than this count or share of them is"
                + " gone, nothing is committed: the volume may not be mounted. A folder without any"
                + " file never deletes a branch's.")
        @Default(Defaults.MAX_DELETIONS)
        @ValidationRule(value = Rules.DELETIONS, message = Rules.DELETIONS_FORM)
        IntOrString maxDeletions) {

  static final SyncLimitsSpec DEFAULT =
      new SyncLimitsSpec(null, new IntOrString(Defaults.MAX_DELETIONS));

  public SyncLimitsSpec {
    maxDeletions = Defaults.or(maxDeletions, new IntOrString(Defaults.MAX_DELETIONS));
  }
}
