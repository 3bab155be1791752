package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.api.v1alpha1.GitExportStatus.CurrentExport;
import dev.gitexport.api.v1alpha1.GitExportStatus.ExportEntry;
import dev.gitexport.api.v1alpha1.GitExportStatus.SourceStatus;
import dev.gitexport.api.v1alpha1.GitExportStatus.StorageStatus;
import dev.gitexport.api.v1alpha1.Phase;
import dev.gitexport.export.Export;
import dev.gitexport.export.ExportId;
import dev.gitexport.export.ExportPhase;
import dev.gitexport.failure.Failure;
import dev.gitexport.failure.SafeText;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.VerifiedSignature;
import dev.gitexport.operator.resource.AskedFor;
import dev.gitexport.operator.status.Conditions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The next status of a resource, from the observed one and what happened. Always the whole status:
/// server-side apply removes an owned field that a patch leaves out.
public final class GitExportStatusPatch {

  private final GitExport resource;
  private final GitExportStatus observed;
  private final Clock clock;

  private GitExportStatusPatch(GitExport resource, GitExportStatus observed, Clock clock) {
    this.resource = resource;
    this.observed = observed;
    this.clock = clock;
  }

  public static GitExportStatusPatch of(GitExport resource, Clock clock) {
    @Nullable GitExportStatus status = resource.getStatus();
    return new GitExportStatusPatch(
        resource, status == null ? GitExportStatus.NONE : status, clock);
  }

  /// Work goes on elsewhere since then.
  public GitExportStatus reconciling(Instant since) {
    return withConditions(conditions().reconciling("Progressing", "exporting since " + at(since)));
  }

  /// No work is wanted. What is published stays published.
  public GitExportStatus suspended() {
    return withConditions(conditions().suspended());
  }

  /// A failure changes what the conditions say, never what is published.
  ///
  /// @param seen of the source before it failed
  public GitExportStatus failed(Failure failure, SeenSource seen) {
    return with(conditions().failed(failure), source(seen.revision(), seen.refs()));
  }

  /// The link points to what is wanted.
  public GitExportStatus ready(Inventory inventory, GitExportRun.Finished finished) {
    List<ExportEntry> exports =
        inventory.exports().stream().map(export -> entry(export, inventory)).toList();
    Optional<Export> current = inventory.currentExport();
    return new GitExportStatus(
        resource.getMetadata().getGeneration(),
        requestedAt(),
        verified(published(inventory), finished.verified()).toList(),
        source(finished.revision(), refs(finished)),
        current.map(export -> current(export, inventory)).orElse(null),
        inventory.pinned().map(ExportId::text).orElse(""),
        exports.size(),
        exports,
        storage(inventory));
  }

  private Conditions conditions() {
    return Conditions.observed(
        observed.conditions(), resource.getMetadata().getGeneration(), clock);
  }

  /// The reason tells a state, not an event: a look that finds nothing new changes nothing.
  private Conditions published(Inventory inventory) {
    String message =
        inventory
            .currentExport()
            .map(export -> export.revision() + " at exports/" + export.id())
            .orElse("nothing is published");
    return conditions().ready(inventory.pinned().isPresent() ? "Pinned" : "Published", message);
  }

  /// A pin needs no look: what is said of the source stays.
  private Conditions verified(Conditions conditions, List<VerifiedSignature> signatures) {
    if (resource.getSpec().verify() == null) {
      return conditions.unverified();
    }
    return signatures.isEmpty()
        ? conditions
        : conditions.verified(
            SafeText.of(
                signatures.stream()
                    .map(VerifiedSignature::toString)
                    .collect(Collectors.joining("; "))));
  }

  private GitExportStatus withConditions(Conditions conditions) {
    return with(conditions, observed.source());
  }

  private GitExportStatus with(Conditions conditions, @Nullable SourceStatus source) {
    return new GitExportStatus(
        resource.getMetadata().getGeneration(),
        requestedAt(),
        conditions.toList(),
        source,
        observed.current(),
        observed.pinned(),
        observed.exportCount(),
        observed.exports(),
        observed.storage());
  }

  private String requestedAt() {
    return AskedFor.by(resource).orElse(observed.lastHandledReconcileAt());
  }

  /// A pin needs no look: what is said of the refs stays then.
  private static Optional<List<FetchedRef>> refs(GitExportRun.Finished finished) {
    return finished.revision().isEmpty() ? Optional.empty() : Optional.of(finished.refs());
  }

  private @Nullable SourceStatus source(String revision, Optional<List<FetchedRef>> fetched) {
    if (revision.isEmpty() && fetched.isEmpty()) {
      return observed.source();
    }
    SourceStatus before = observed.source() == null ? SourceStatus.NONE : observed.source();
    boolean isNews = !revision.isEmpty() && !revision.equals(before.revision());
    return new SourceStatus(
        isNews ? revision : before.revision(),
        isNews ? at(clock.instant()) : before.since(),
        fetched.map(refs -> FetchedRefs.status(refs, before.refs())).orElse(before.refs()));
  }

  private static CurrentExport current(Export export, Inventory inventory) {
    return new CurrentExport(
        export.id().text(),
        export.revision(),
        "sha1:" + export.tree(),
        inventory.path() + "/exports/" + export.id(),
        export.publishedAt().map(GitExportStatusPatch::at).orElse(""));
  }

  private static ExportEntry entry(Export export, Inventory inventory) {
    return new ExportEntry(
        export.id().text(),
        export.revision(),
        "sha1:" + export.tree(),
        phase(export.phase()),
        export.stats().files(),
        export.stats().linkedFiles(),
        export.stats().bytes(),
        export.stats().writtenBytes(),
        at(export.exportedAt()),
        export.publishedAt().map(GitExportStatusPatch::at).orElse(""),
        export.supersededAt().map(GitExportStatusPatch::at).orElse(""),
        heldBy(export, inventory));
  }

  /// Why an old export stays; of the current one everybody knows.
  private static List<String> heldBy(Export export, Inventory inventory) {
    return export.phase() instanceof ExportPhase.Published
        ? List.of()
        : inventory.heldBy().getOrDefault(export.id(), List.of());
  }

  private static Phase phase(ExportPhase phase) {
    return switch (phase) {
      case ExportPhase.Exported() -> Phase.EXPORTED;
      case ExportPhase.Published _ -> Phase.PUBLISHED;
      case ExportPhase.Superseded _ -> Phase.SUPERSEDED;
    };
  }

  private static @Nullable StorageStatus storage(Inventory inventory) {
    return inventory
        .currentExport()
        .map(current ->
            new StorageStatus(
                current.stats().method(),
                inventory.exports().stream().mapToLong(e -> e.stats().savedBytes()).sum()))
        .orElse(null);
  }

  private static String at(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
