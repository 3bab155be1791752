package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is on the volume, and how the last work on it went. Ids only: no path is read back from it.
///
/// @param observedGeneration the generation that this status speaks of
/// @param lastHandledReconcileAt echo of the annotation that asked for a reconcile
/// @param conditions Ready, Reconciling and Stalled as kstatus reads them, and more
/// @param source the newest revision seen, exported or not
/// @param current what the link points to
/// @param pinned the export that a pin holds the link to; empty for none
/// @param exportCount length of `exports`
/// @param exports newest first
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GitExportStatus(
    @JsonPropertyDescription("The generation that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "The annotation gitexport.dev/requestedAt or reconcile.fluxcd.io/requestedAt that was acted on last.")
        String lastHandledReconcileAt,
    @JsonPropertyDescription("Ready, Reconciling and Stalled as kstatus reads them, and more.")
        List<Condition> conditions,
    @JsonPropertyDescription("The newest revision seen, exported or not.")
        @Nullable SourceStatus source,
    @JsonPropertyDescription("What the link points to.") @Nullable CurrentExport current,
    @JsonPropertyDescription("The export that a pin holds the link to.") String pinned,
    @JsonPropertyDescription("How many exports there are.") Integer exportCount,
    @JsonPropertyDescription(
            "The exports on the volume, newest first; the next one shares their files.")
        List<ExportEntry> exports,
    @JsonPropertyDescription("How files are shared between exports.")
        @Nullable StorageStatus storage) {

  /// Of a resource that nothing was done for yet.
  public static final GitExportStatus NONE =
      new GitExportStatus(null, "", List.of(), null, null, "", 0, List.of(), null);

  public GitExportStatus {
    lastHandledReconcileAt = Defaults.or(lastHandledReconcileAt, "");
    conditions = Defaults.or(conditions);
    pinned = Defaults.or(pinned, "");
    exports = Defaults.or(exports);
    exportCount = Defaults.or(exportCount, exports.size());
  }

  /// The newest revision seen.
  ///
  /// @param revision empty while the treeish names nothing that is there
  /// @param since RFC 3339 time when it was first seen
  /// @param refs what the last fetch by refspecs that changed any ref did, at most 100
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SourceStatus(
      @JsonPropertyDescription("main@sha1:<commit>, or the id alone.") String revision,
      @JsonPropertyDescription("When it was first seen.") String since,
      @JsonPropertyDescription(
              "What the last fetch by refspecs that changed any ref did, at most 100 of them.")
          List<RefStatus> refs) {

    /// Of a source that nothing was seen of.
    public static final SourceStatus NONE = new SourceStatus("", "", List.of());

    public SourceStatus {
      revision = Defaults.or(revision, "");
      since = Defaults.or(since, "");
      refs = Defaults.or(refs);
    }
  }

  /// What a fetch by refspecs did to one ref.
  public record RefStatus(
      @JsonPropertyDescription("The name it is kept under.") String ref,
      @JsonPropertyDescription("The object that the repository has for it.") String id,
      @JsonPropertyDescription(
              "New, Updated, Forced, or Rejected: it would have lost commits and has no '+'.")
          String update) {}

  /// What the link points to.
  ///
  /// @param path below the volume
  public record CurrentExport(
      @JsonPropertyDescription("Its name: UTC time and short commit.") String id,
      @JsonPropertyDescription("Where its tree comes from.") String revision,
      @JsonPropertyDescription("Id of the exported tree.") String tree,
      @JsonPropertyDescription("Its directory, below the volume.") String path,
      @JsonPropertyDescription("When the link came to it.") String publishedAt) {}

  /// One export on the volume.
  ///
  /// @param heldBy why retention keeps it
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ExportEntry(
      @JsonPropertyDescription("Its name: UTC time and short commit.") String id,
      @JsonPropertyDescription("Where its tree comes from.") String revision,
      @JsonPropertyDescription("Id of the exported tree.") String tree,
      @JsonPropertyDescription(
              "Exported: complete, never published. Published: the link points to it. Superseded: it did.")
          Phase phase,
      @JsonPropertyDescription("Regular files.") long files,
      @JsonPropertyDescription("Files that are hardlinks to an earlier export.") long linkedFiles,
      @JsonPropertyDescription("Size of all files.") long bytes,
      @JsonPropertyDescription("Size of the files that were written anew.") long writtenBytes,
      @JsonPropertyDescription("When it was made.") String exportedAt,
      @JsonPropertyDescription("When the link came to it.") String publishedAt,
      @JsonPropertyDescription("When the link left it.") String supersededAt,
      @JsonPropertyDescription("Why retention keeps it: previous, count, minAge, keep or pin.")
          List<String> heldBy) {

    public ExportEntry {
      publishedAt = Defaults.or(publishedAt, "");
      supersededAt = Defaults.or(supersededAt, "");
      heldBy = Defaults.or(heldBy);
    }
  }

  /// How files are shared between exports.
  ///
  /// @param method Hardlink, Reflink or Copy
  /// @param savedBytes that all exports together did not need
  public record StorageStatus(
      @JsonPropertyDescription("Hardlink, Reflink or Copy.") String method,
      @JsonPropertyDescription("Bytes that all exports together did not need.") long savedBytes) {}
}
