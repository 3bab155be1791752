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
  private final List<StatusFile> former;
  private boolean told;

  /// @param former status files of a run before: what they say of folders holds at first
  ManifestSource(
      List<String> names,
      Surroundings surroundings,
      Consumer<String> notes,
      List<StatusFile> former) {
    this.names = List.copyOf(names);
    this.surroundings = surroundings;
    this.notes = notes;
    this.former = List.copyOf(former);
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
    if (!told) {
      former.forEach(file -> file.restore(manifests));
    }
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
