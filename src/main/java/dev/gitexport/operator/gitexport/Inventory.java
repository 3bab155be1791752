package dev.gitexport.operator.gitexport;

import dev.gitexport.export.Export;
import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.Publication;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What status tells of a target: the exports that stay, and why.
///
/// @param path of the target below the volume
/// @param exports newest first
/// @param heldBy the reasons of retention
public record Inventory(
    String path,
    List<Export> exports,
    Optional<ExportId> current,
    Optional<ExportId> pinned,
    Map<ExportId, List<String>> heldBy) {

  public Inventory {
    exports = List.copyOf(exports);
    heldBy = Map.copyOf(heldBy);
  }

  /// As the volume has it now, without what is about to be pruned.
  public static Inventory read(
      Publication publication, Collection<ExportId> prunable, Instant now) {
    ExportCatalog catalog = ExportCatalog.read(publication.target());
    Set<ExportId> going = Set.copyOf(prunable);
    return new Inventory(
        publication.target().path(),
        catalog.exports().stream().filter(export -> !going.contains(export.id())).toList(),
        catalog.current(),
        catalog.pinned(),
        publication.retention().holds(catalog.exports(), catalog.current(), catalog.pinned(), now));
  }

  Optional<Export> currentExport() {
    return exports.stream().filter(export -> current.equals(Optional.of(export.id()))).findFirst();
  }
}
