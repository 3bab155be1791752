package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;

/// A resource and where it was read.
///
/// @param secrets what lies beside it
record Manifest(GitExport resource, ManifestNode node, ManifestSecrets secrets) {

  /// The same complaint, with the place of the field.
  InputException.InvalidSpec located(InputException.InvalidSpec complaint) {
    return new InputException.InvalidSpec(
        node.place(complaint.field()), SafeText.of(complaint.getMessage()), complaint);
  }
}
