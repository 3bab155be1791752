package dev.gitexport.export;

import dev.gitexport.export.ExportListener.Step;
import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.files.Trash;
import dev.gitexport.git.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Set;

/// An export in the making: everything between an empty staging directory and its name under
/// `exports/`.
final class StagedExport {

  private final ExportId id;
  private final ExportRequest request;
  private final TargetSession session;
  private final Environment environment;
  private final ExportStore store;
  private final Path root;
  private boolean indexed;

  StagedExport(ExportId id, ExportRequest request, TargetSession session, Environment environment) {
    this.id = id;
    this.request = request;
    this.session = session;
    this.environment = environment;
    this.store = session.store();
    this.root = store.staging().resolve(ExportStore.unique(id.text()));
  }

  /// Carries out the plan up to the name. What fails is thrown away.
  Export make(ExportPlan plan, Sharing sharing) {
    boolean made = false;
    try {
      Export export = carryOut(plan, sharing);
      made = true;
      return export;
    } finally {
      if (!made) {
        discard();
      }
    }
  }

  /// A full volume must not stay full. What cannot be deleted is left to the next run.
  private void discard() {
    try {
      Path thrown = store.trash().resolve(ExportStore.unique(id.text()));
      Files.move(root, thrown, StandardCopyOption.ATOMIC_MOVE);
      if (indexed) {
        Files.deleteIfExists(store.index(id));
        Files.deleteIfExists(store.record(id));
      }
      Trash.delete(thrown);
    } catch (IOException _) {
      // The failure that led here is the one to tell.
    }
  }

  private Export carryOut(ExportPlan plan, Sharing sharing) {
    StagedTree tree = environment.timed(Step.STAGE, "stage the export", () -> stage(plan, sharing));
    environment.faults().reached(FaultPoint.SYNC);
    environment.timed(
        Step.SYNC,
        "make the export durable",
        () -> {
          tree.sync(environment.durability());
          return tree;
        });
    Export export = export(plan, tree);
    environment.timed(Step.INDEX, "write the index of the export", () -> describe(tree, export));
    environment.faults().reached(FaultPoint.CHECK);
    environment.timed(
        Step.CHECK,
        "check the export",
        () -> {
          tree.check();
          return tree;
        });
    return environment.timed(Step.PUBLISH, "name the export", () -> name(export));
  }

  private StagedTree stage(ExportPlan plan, Sharing sharing) throws IOException {
    Permissions permissions = request.settings().permissions();
    Files.createDirectory(root);
    dress(root, permissions);
    makeShared(permissions);
    return new TreeWriter(
            request.source(), permissions, sharing, environment.listener(), environment.faults())
        .write(plan, root);
  }

  private static void dress(Path directory, Permissions permissions) throws IOException {
    try {
      PosixModes.dress(directory, permissions);
    } catch (FileSystemException e) {
      if (permissions.gid() == Permissions.KEEP_GROUP) {
        throw e;
      }
      throw new ExportException.VolumeUnsuitable(
          "could not give files the group "
              + permissions.gid()
              + " ("
              + VolumeError.reason(e)
              + "); make it one of the exporter's groups with securityContext.fsGroup: "
              + permissions.gid()
              + ", or leave permissions.gid out",
          e);
    }
  }

  /// Makes the directories that outlive exports; what is there stays as it is.
  private void makeShared(Permissions permissions) throws IOException {
    if (request.settings().shared().isEmpty()) {
      return;
    }
    makeShared(store.target(), store.shared(), permissions);
    for (String path : request.settings().shared()) {
      Path at = store.shared();
      for (String name : path.split("/", -1)) {
        Path parent = at;
        at = at.resolve(name);
        makeShared(parent, at, permissions);
      }
    }
  }

  private void makeShared(Path parent, Path directory, Permissions permissions) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new ExportException.PathNotOwned(
          directory + " is not a directory; move it away, or share another path");
    }
    Files.createDirectory(directory);
    PosixModes.dress(directory, permissions);
    environment.durability().sync(parent);
  }

  private Export export(ExportPlan plan, StagedTree tree) {
    Revision revision = request.tree().revision();
    String commit =
        switch (revision) {
          case Revision.OfCommit(_, var commitId, _) -> commitId.name();
          case Revision.OfTree _ -> "";
        };
    return new Export(
        id,
        revision.label(),
        commit,
        request.tree().tree().name(),
        request.settings(),
        tree.stats(),
        plan.keywords() ? WantedExport.keywords(request.tree()) : "",
        tree.rewritten(),
        Set.of(),
        Instant.ofEpochSecond(environment.clock().instant().getEpochSecond()),
        new ExportPhase.Exported());
  }

  private Path describe(StagedTree tree, Export export) throws IOException {
    Path temporary = store.indexes().resolve(ExportStore.unique(".index"));
    try (OutputStream out = Files.newOutputStream(temporary)) {
      tree.writeIndex(out);
    }
    environment.durability().sync(temporary);
    environment.faults().reached(FaultPoint.INDEX_WRITTEN);
    indexed = ExportStore.name(temporary, store.index(id));
    Files.deleteIfExists(temporary);
    if (!indexed) {
      throw new ExportException.Locked(
          "another writer makes the export " + id + " now; try again when he is done");
    }
    environment.durability().sync(store.indexes());
    environment.faults().reached(FaultPoint.INDEX_NAMED);
    session.records().write(export);
    environment.faults().reached(FaultPoint.RECORD_NAMED);
    return temporary;
  }

  private Export name(Export export) throws IOException {
    environment.faults().reached(FaultPoint.NAME);
    Files.move(root, store.export(id), StandardCopyOption.ATOMIC_MOVE);
    environment.durability().sync(store.exports());
    environment.durability().sync(store.staging());
    environment.faults().reached(FaultPoint.NAMED);
    return export;
  }
}
