package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which published exports stay. The current one always does.
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Rules.AGES, message = Rules.AGES_FORM)
public record RetentionSpec(
    @JsonPropertyDescription("Published exports kept, the current one included.")
        @Default("" + Defaults.RETENTION_COUNT)
        @Min(1)
        @Max(50)
        Integer count,
    @JsonPropertyDescription("A superseded export stays at least as long, for who still reads it.")
        @Default(Defaults.RETENTION_MIN_AGE)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        GoDuration minAge,
    @JsonPropertyDescription("A superseded export stays at most as long; left out: no limit.")
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        @Nullable GoDuration maxAge,
    @JsonPropertyDescription(
            "Never pruned: export ids, commits or prefixes of 7 and more digits, tags and branches.")
        List<String> keep) {

  static final RetentionSpec DEFAULT =
      new RetentionSpec(
          Defaults.RETENTION_COUNT, new GoDuration(Defaults.RETENTION_MIN_AGE), null, List.of());

  public RetentionSpec {
    count = Defaults.or(count, Defaults.RETENTION_COUNT);
    minAge = Defaults.or(minAge, new GoDuration(Defaults.RETENTION_MIN_AGE));
    keep = Defaults.or(keep);
  }
}
