package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;

/// Where the results of a round go: a line each for people, the resources with their status for
/// programs, the status file, and failures to standard error.
final class RoundReport {

  private final Output output;
  private final Progress progress;
  private final List<StatusFile> files;

  RoundReport(Output output, Progress progress, List<StatusFile> files) {
    this.output = output;
    this.progress = progress;
    this.files = List.copyOf(files);
  }

  void tell(Reconciled result) {
    progress.clear();
    if (result instanceof Reconciled.Failed(var resource, var failure, var thrown)) {
      warn(LocalResource.label(resource), failure);
      if (output.isVerbose()) {
        thrown.printStackTrace(output.err());
      }
    } else if (output.isTable()) {
      output.text(ReconciledText.of(result));
    }
    if (result instanceof Reconciled.Synced(var resource, _, var trouble) && !trouble.isEmpty()) {
      output.note(
          UnheardChanges.of(
              LocalResource.label(resource), resource.getSpec().interval().text(), trouble));
    }
  }

  void warn(String name, Failure failure) {
    Advice advice = Advice.of(failure);
    output.note(name + ": " + advice.problem());
    output.note(advice.next());
  }

  void status(List<? extends CustomResource<?, ?>> resources) {
    files.forEach(file -> file.write(resources));
    if (!output.isTable()) {
      output.print(ResourceList.of(resources), () -> "");
    }
  }
}
