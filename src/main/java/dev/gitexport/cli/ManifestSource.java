package dev.gitexport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The manifests of a command. Files are read anew each time, standard input once.
final class ManifestSource {

  private final List<String> names;
  private final Surroundings surroundings;
  private final Consumer<String> notes;
  private final List<ManifestText> standardInput = new ArrayList<>();
  private List<StatusFile> former = List.of();
  private boolean told;

  ManifestSource(List<String> names, Surroundings surroundings, Consumer<String> notes) {
    this.names = List.copyOf(names);
    this.surroundings = surroundings;
    this.notes = notes;
  }

  /// The same, with what status files of a former run say of them at first.
  ManifestSource remembering(List<StatusFile> files) {
    former = List.copyOf(files);
    return this;
  }

  /// @throws dev.gitexport.failure.InputException.InvalidManifest naming file, line and field
  List<Manifest> read() {
    List<ManifestText> texts = new ArrayList<>();
    for (String name : names) {
      texts.addAll(name.equals("-") ? standardInput() : ManifestText.read(name, surroundings));
    }
    List<Manifest> manifests = ManifestReader.read(texts, told ? _ -> {} : notes);
    if (manifests.isEmpty() && !told) {
      notes.accept("no GitExport or GitSync in " + String.join(", ", names));
    }
    former.forEach(file -> file.restore(manifests));
    former = List.of();
    told = true;
    return manifests;
  }

  private List<ManifestText> standardInput() {
    if (standardInput.isEmpty()) {
      standardInput.addAll(ManifestText.read("-", surroundings));
    }
    return standardInput;
  }
}
