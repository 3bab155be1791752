package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// An author.
public record PersonSpec(
    @JsonPropertyDescription("As git log shows it.")
        @Default(Defaults.AUTHOR_NAME)
        @Size(max = 255)
        @ValidationRule(value = Rules.PERSON_NAME, message = Rules.PERSON_NAME_FORM)
        String name,
    @JsonPropertyDescription("Address.")
        @Default(Defaults.AUTHOR_EMAIL)
        @Size(max = 255)
        @ValidationRule(value = Rules.EMAIL, message = Rules.EMAIL_FORM)
        String email) {

  static final PersonSpec DEFAULT = new PersonSpec(Defaults.AUTHOR_NAME, Defaults.AUTHOR_EMAIL);

  public PersonSpec {
    name = Defaults.or(name, Defaults.AUTHOR_NAME);
    email = Defaults.or(email, Defaults.AUTHOR_EMAIL);
  }
}
