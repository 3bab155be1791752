package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// How exports are published.
public record PublishSpec(
    @JsonPropertyDescription("Name of the symlink that points to the published export.")
        @Default(Defaults.LINK)
        @Size(max = 255)
        @ValidationRule(value = Rules.LINK, message = Rules.LINK_FORM)
        String link,
    @JsonPropertyDescription(
            "Holds the link: an export id, a commit prefix of 4 and more digits, or 'previous'.")
        @Size(max = 40)
        @ValidationRule(value = Rules.PIN, message = Rules.PIN_FORM)
        String pin) {

  static final PublishSpec DEFAULT = new PublishSpec(Defaults.LINK, "");

  public PublishSpec {
    link = Defaults.or(link, Defaults.LINK);
    pin = Defaults.or(pin, "");
  }
}
