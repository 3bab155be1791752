package dev.gitexport.export;

import dev.gitexport.export.ExportListener.Step;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Exports a tree into a plain folder: staged beside it under a name of its own, then renamed. The
/// folder holds the tree and nothing else.
public final class FolderExport {

  private final Environment environment;

  public FolderExport(Clock clock, ExportListener listener) {
    this(Environment.of(clock, listener));
  }

  FolderExport(Environment environment) {
    this.environment = environment;
  }

  /// Makes the export, durably.
  ///
  /// @throws ExportException.TargetNotEmpty when the folder exists and holds something
  public ExportStats export(FolderExportRequest request) {
    Path folder = request.folder();
    Path parent = Optional.ofNullable(folder.getParent()).orElse(folder);
    requireEmpty(folder);
    if (!request.settings().shared().isEmpty()) {
      throw new ExportException.InvalidRequest(
          "a plain folder has no shared directories beside it");
    }
    try {
      makeParents(parent);
      FolderStaging staging = FolderStaging.beside(folder);
      boolean done = false;
      try {
        ExportStats stats = stage(request, staging.directory());
        name(staging.directory(), folder);
        environment.durability().sync(parent);
        done = true;
        return stats;
      } finally {
        if (!done) {
          staging.discard();
        }
      }
    } catch (IOException e) {
      throw VolumeError.of("export to " + folder, e);
    }
  }

  private ExportStats stage(FolderExportRequest request, Path staging) throws IOException {
    VolumeTraits traits =
        environment.timed(
            Step.PROBE,
            "probe the volume",
            () -> VolumeProbe.probe(staging, environment.durability()));
    PosixModes.dress(staging, request.settings().permissions());
    return MissingContent.brought(request.source(), () -> write(request, traits, staging));
  }

  private ExportStats write(FolderExportRequest request, VolumeTraits traits, Path staging) {
    try (TreeObjects objects = new TreeObjects(request.source().newObjectReader())) {
      ExportPlan plan =
          environment.timed(Step.PLAN, "plan the export", () -> plan(request, objects, traits));
      environment.listener().planned(plan.files(), plan.bytesToWrite());
      TreeWriter writer =
          new TreeWriter(
              request.source(),
              request.settings().permissions(),
              request.sharing().on(traits),
              environment.listener(),
              environment.faults());
      StagedTree tree =
          environment.timed(Step.STAGE, "stage the export", () -> writer.write(plan, staging));
      return environment.timed(
          Step.SYNC,
          "make the export durable",
          () -> {
            tree.sync(environment.durability());
            tree.check();
            return tree.stats();
          });
    }
  }

  private ExportPlan plan(FolderExportRequest request, TreeObjects objects, VolumeTraits traits) {
    return new ExportPlanner(
            request.settings(),
            request.limits(),
            traits,
            request.sharing().on(traits) != Sharing.COPY,
            environment.clock().instant())
        .plan(request.tree(), request.source(), objects, priors(request, objects));
  }

  /// Newest commit first; those without one last, as they were given.
  private static List<Prior> priors(FolderExportRequest request, TreeObjects objects) {
    Comparator<FolderExportRequest.Prior> oldest =
        Comparator.comparing(prior -> PriorFolder.time(prior.tree()));
    return request.priors().stream()
        .sorted(oldest.reversed())
        .map(prior -> new PriorFolder(prior, request, objects).read())
        .toList();
  }

  private static void requireEmpty(Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && ExportStore.names(folder).isEmpty()) {
        return;
      }
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new ExportException.TargetNotEmpty(
            folder + " exists and is not an empty directory; choose another, or remove it");
      }
    } catch (IOException e) {
      throw VolumeError.of("look at " + folder, e);
    }
  }

  private void makeParents(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
      Path above = parent.getParent();
      if (above != null) {
        environment.durability().sync(above);
      }
    }
  }

  /// A rename replaces an empty directory, and nothing else.
  private static void name(Path staging, Path folder) throws IOException {
    try {
      Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw new ExportException.TargetNotEmpty(
          folder + " was filled by somebody else meanwhile; choose another");
    }
  }
}
