package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;

/// A resource and where it was read.
sealed interface Manifest {

  CustomResource<?, ?> resource();

  ManifestNode node();

  /// What lies beside it.
  ManifestSecrets secrets();

  /// How often it is looked at.
  Duration interval();

  /// Takes the status over from the same resource at another time.
  void keepStatusOf(CustomResource<?, ?> other);

  record Export(GitExport resource, ManifestNode node, ManifestSecrets secrets)
      implements Manifest {

    @Override
    public Duration interval() {
      return resource.getSpec().interval().toDuration();
    }

    @Override
    public void keepStatusOf(CustomResource<?, ?> other) {
      if (other instanceof GitExport export) {
        resource.setStatus(export.getStatus());
      }
    }
  }

  record Sync(GitSync resource, ManifestNode node, ManifestSecrets secrets) implements Manifest {

    @Override
    public Duration interval() {
      return resource.getSpec().interval().toDuration();
    }

    @Override
    public void keepStatusOf(CustomResource<?, ?> other) {
      if (other instanceof GitSync sync) {
        resource.setStatus(sync.getStatus());
      }
    }
  }

  /// What it asks for, as a text that changes with it.
  default String wish() {
    return resource().getSpec() + " " + resource().getMetadata().getAnnotations();
  }

  /// Which resource it is among all of a volume: `GitSync web/content`.
  default String key() {
    return resource().getKind() + " " + LocalResource.label(resource());
  }

  /// The same complaint, with the place of the field.
  default InputException.InvalidSpec located(InputException.InvalidSpec complaint) {
    return new InputException.InvalidSpec(
        node().place(complaint.field()), SafeText.of(complaint.getMessage()), complaint);
  }
}
