package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportException;
import dev.gitexport.files.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The resources with their status as a file that is replaced whole: who reads it sees the former
/// or the next content, never a part.
record StatusFile(Path file) {

  void write(List<GitExport> resources) {
    ResourceList list = ResourceList.of(resources);
    String text =
        file.toString().endsWith(".json") ? StructuredText.json(list) : StructuredText.yaml(list);
    try {
      Durable.replace(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ExportException.VolumeFailed(
          "Could not write the status to %s: %s. Check --status-file."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
