package dev.gitexport.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files `.gitexport/exports/<id>.json`. What they say of publishing yields to what the link
/// says: a crash may have come between the two.
final class ExportRecords {

  private final ExportStore store;

  /// The file's content.
  record RecordFile(
      String revision,
      String commit,
      String tree,
      ExportSettings settings,
      ExportStats stats,
      String keywords,
      @Nullable Map<String, String> rewritten,
      @Nullable Set<String> damaged,
      Instant exportedAt,
      @Nullable Instant publishedAt,
      @Nullable Instant supersededAt) {}

  ExportRecords(ExportStore store) {
    this.store = store;
  }

  /// All complete exports, newest first, in the phases that the link gives them.
  ///
  /// @param link the name of the symlink
  List<Export> read(String link) throws IOException {
    return compare(link).stream().map(Compared::actual).toList();
  }

  /// An export as its file has it, and as the link makes it.
  private record Compared(Export written, Export actual) {

    boolean isSettled() {
      return actual.phase().equals(written.phase());
    }
  }

  private List<Compared> compare(String link) throws IOException {
    Optional<ExportId> current = store.read(link);
    List<Compared> exports = new ArrayList<>();
    for (ExportId id : store.complete()) {
      Export written = read(id);
      // While no link has that name, the one with the former name serves.
      Export actual =
          current.isEmpty()
              ? written
              : written.in(phase(written, current.equals(Optional.of(id)), link));
      exports.add(new Compared(written, actual));
    }
    return exports;
  }

  private ExportPhase phase(Export export, boolean current, String link) throws IOException {
    return switch (export.phase()) {
      case ExportPhase.Published(var at) ->
          current ? export.phase() : new ExportPhase.Superseded(at, linkTime(link));
      case ExportPhase.Exported _, ExportPhase.Superseded _ ->
          current ? new ExportPhase.Published(linkTime(link)) : export.phase();
    };
  }

  /// When the link was made: the time of the last flip.
  private Instant linkTime(String link) throws IOException {
    try {
      Path path = store.link(link);
      return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (NoSuchFileException _) {
      return Instant.EPOCH; // the link is gone: superseded for as long as one likes
    }
  }

  /// What its file says; what its manifest and id say where the file is lost or damaged.
  private Export read(ExportId id) throws IOException {
    try {
      RecordFile file = Json.read(Files.readAllBytes(store.record(id)), RecordFile.class);
      return isWhole(file) ? of(id, file) : unknown(id);
    } catch (NoSuchFileException | com.fasterxml.jackson.core.JacksonException _) {
      return unknown(id);
    }
  }

  /// JSON may leave out what the record's type does not.
  private static boolean isWhole(RecordFile file) {
    return Stream.of(
            file.revision(),
            file.commit(),
            file.tree(),
            file.settings(),
            file.stats(),
            file.keywords(),
            file.exportedAt())
        .allMatch(Objects::nonNull);
  }

  private static Export unknown(ExportId id) {
    return new Export(
        id,
        "unknown",
        "",
        "",
        ExportSettings.DEFAULT,
        ExportStats.UNKNOWN,
        "",
        Map.of(),
        Set.of(),
        id.second(),
        new ExportPhase.Exported());
  }

  private static Export of(ExportId id, RecordFile file) {
    return new Export(
        id,
        file.revision(),
        file.commit(),
        file.tree(),
        file.settings(),
        file.stats(),
        file.keywords(),
        file.rewritten() == null ? Map.of() : file.rewritten(),
        file.damaged() == null ? Set.of() : file.damaged(),
        file.exportedAt(),
        phase(file.publishedAt(), file.supersededAt()));
  }

  private static ExportPhase phase(@Nullable Instant published, @Nullable Instant superseded) {
    if (published == null) {
      return new ExportPhase.Exported();
    }
    return superseded == null
        ? new ExportPhase.Published(published)
        : new ExportPhase.Superseded(published, superseded);
  }

  void write(Export export) throws IOException {
    RecordFile file =
        new RecordFile(
            export.revision(),
            export.commit(),
            export.tree(),
            export.settings(),
            export.stats(),
            export.keywords(),
            export.rewritten(),
            export.damaged(),
            export.exportedAt(),
            export.publishedAt().orElse(null),
            export.supersededAt().orElse(null));
    store.replace(store.record(export.id()), Json.write(file));
  }

  /// The same as [#read] while the files are in line with the link; empty when they are not.
  Optional<List<Export>> settled(String link) throws IOException {
    List<Compared> exports = compare(link);
    return exports.stream().allMatch(Compared::isSettled)
        ? Optional.of(exports.stream().map(Compared::actual).toList())
        : Optional.empty();
  }

  /// Brings the files in line with the link, and writes those only that differ.
  ///
  /// @param now the clock that ages are told by, which may be ahead of the file server's
  void settle(String link, Instant now) throws IOException {
    Instant flipped = linkTime(link);
    Instant at = flipped.isBefore(now) ? now : flipped;
    for (Export export : unsettled(link)) {
      write(
          switch (export.phase()) {
            case ExportPhase.Superseded(var published, _) ->
                export.in(new ExportPhase.Superseded(published, at));
            case ExportPhase.Exported _, ExportPhase.Published _ -> export;
          });
    }
  }

  private List<Export> unsettled(String link) throws IOException {
    return compare(link).stream()
        .filter(export -> !export.isSettled())
        .map(Compared::actual)
        .toList();
  }
}
