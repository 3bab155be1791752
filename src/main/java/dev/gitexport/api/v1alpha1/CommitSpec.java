package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;

/// Who commits, and with what message.
public record CommitSpec(
    @JsonPropertyDescription("Author and committer.") PersonSpec author,
    @JsonPropertyDescription(
            "{namespace}, {name}, {added}, {modified} and {deleted} are filled in.")
        @Default('"' + Defaults.MESSAGE + '"')
        @Size(min = 1, max = 4096)
        String messageTemplate) {

  static final CommitSpec DEFAULT = new CommitSpec(PersonSpec.DEFAULT, Defaults.MESSAGE);

  public CommitSpec {
    author = Defaults.or(author, PersonSpec.DEFAULT);
    messageTemplate = Defaults.or(messageTemplate, Defaults.MESSAGE);
  }
}
