package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// What one export may hold at most; left out: what the operator allows.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsSpec(
    @JsonPropertyDescription("Of all files together, as 2Gi. A file under two names counts twice.")
        @ValidationRule(value = Rules.QUANTITY, message = Rules.QUANTITY_FORM)
        @Nullable Quantity maxBytes,
    @JsonPropertyDescription("Files, symlinks and directories.") @Min(1) @Nullable Long maxFiles,
    @JsonPropertyDescription("Of one file, as 512Mi.")
        @ValidationRule(value = Rules.QUANTITY, message = Rules.QUANTITY_FORM)
        @Nullable Quantity maxFileBytes) {

  static final LimitsSpec DEFAULT = new LimitsSpec(null, null, null);
}
