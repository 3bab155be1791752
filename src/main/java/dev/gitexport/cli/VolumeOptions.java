package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.Target;
import dev.gitexport.failure.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Which volume, and which target on it.
final class VolumeOptions {

  static final String TARGET_LABEL = "NAMESPACE/NAME";

  @Option(
      names = "--volume",
      required = true,
      paramLabel = "DIR",
      description = "The volume, or the directory of one target on it.")
  private Path volume = Path.of("");

  private final Surroundings surroundings;

  VolumeOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The target of that name or path; without one, the only target of the volume.
  Target target(String name) {
    return name.isEmpty() ? only(targets()) : named(name);
  }

  /// All targets, or the one that the volume's directory is itself.
  List<Target> targets() {
    Path directory = directory();
    Path name = directory.getFileName();
    if (name != null && !name.toString().startsWith(".")) {
      Target itself = new Target(parent(directory), name.toString());
      if (isTarget(itself)) {
        return List.of(itself);
      }
    }
    return ExportCatalog.targets(directory);
  }

  /// Where a target would be, whether or not anything is there.
  Target place(String name) {
    return Arguments.parse(TARGET_LABEL, name, path -> new Target(directory(), path));
  }

  private Target named(String name) {
    if (!name.startsWith("/") && !name.startsWith(".")) {
      Target target = place(name);
      if (isTarget(target)) {
        return target;
      }
    }
    Path path = surroundings.resolve(Path.of(name));
    return targets().stream()
        .filter(target -> target.directory().equals(path))
        .findFirst()
        .orElseThrow(() -> none("'" + name + "' is no target"));
  }

  private Target only(List<Target> targets) {
    if (targets.size() != 1) {
      throw none(targets.isEmpty() ? "nothing was exported to it" : "it has several targets");
    }
    return targets.getFirst();
  }

  private InputException none(String why) {
    String names = targets().stream().map(Target::path).collect(Collectors.joining(", "));
    return new InputException.InvalidSpec(
        "--volume " + directory(),
        names.isEmpty()
            ? why + ". Make the first export with 'gitexport apply'."
            : why + ". Name one of: " + names + ".",
        null);
  }

  private Path directory() {
    Path directory = surroundings.resolve(volume);
    if (!Files.isDirectory(directory)) {
      throw new InputException.InvalidSpec(
          "--volume " + directory,
          "there is no such directory. Name the directory that the volume is mounted at.",
          null);
    }
    return directory;
  }

  private static Path parent(Path directory) {
    Path parent = directory.getParent();
    return parent == null ? directory : parent;
  }

  private static boolean isTarget(Target target) {
    return Files.isDirectory(target.directory()) && ExportCatalog.read(target).owner().isPresent();
  }
}
