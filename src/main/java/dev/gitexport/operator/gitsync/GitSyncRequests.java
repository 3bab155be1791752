package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.CommitSpec;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.api.v1alpha1.GitSyncSpec;
import dev.gitexport.api.v1alpha1.GitSyncStatus;
import dev.gitexport.api.v1alpha1.Initialisation;
import dev.gitexport.api.v1alpha1.SyncLimitsSpec;
import dev.gitexport.export.Owner;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.Network;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.operator.resource.Annotations;
import dev.gitexport.operator.resource.AskedFor;
import dev.gitexport.operator.resource.SpecField;
import dev.gitexport.operator.source.GitSource;
import dev.gitexport.sync.MaxDeletions;
import dev.gitexport.sync.OnConflict;
import dev.gitexport.sync.Person;
import dev.gitexport.sync.PushRefspec;
import dev.gitexport.sync.SyncLimits;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
import dev.gitexport.sync.WatchTimes;
import java.nio.file.Path;
import java.util.List;

/// From a resource to a request of the engine. What the API server would have refused is refused
/// here too: a manifest on the command line has met none.
///
/// @param volume where the volume is mounted
/// @param network which addresses may be connected to
public record GitSyncRequests(Path volume, Network network) {

  /// @param owner whom the folder belongs to
  /// @param secret what `spec.secretRef` names
  /// @throws dev.gitexport.failure.InputException.InvalidSpec naming the field
  public GitSyncRequest from(GitSync resource, Owner owner, SourceSecret secret) {
    GitSyncSpec spec = resource.getSpec();
    FolderPlace place = place(resource, owner);
    return new GitSyncRequest(
        source(spec, secret),
        place,
        owner,
        Annotations.value(resource, Annotations.ADOPT),
        sync(resource, place, owner, secret),
        isUrgent(resource),
        times(spec),
        spec.watch());
  }

  private static boolean isUrgent(GitSync resource) {
    GitSyncStatus status = GitSyncStatusPatch.observed(resource);
    return !GuardRelease.of(resource).isEmpty()
        || AskedFor.now(resource, status.observedGeneration(), status.lastHandledReconcileAt());
  }

  private static WatchTimes times(GitSyncSpec spec) {
    return new WatchTimes(
        SpecField.of("spec.quietPeriod", spec.quietPeriod()::toDuration),
        SpecField.of("spec.maxDelay", spec.maxDelay()::toDuration),
        SpecField.of(
            "spec.interval", () -> SpecField.atLeastASecond(spec.interval().toDuration())));
  }

  private static GitSource source(GitSyncSpec spec, SourceSecret secret) {
    GitNamespace namespace = namespace(spec);
    return SpecField.of(
        "spec.repository", () -> new GitSource(spec.repository(), namespace, History.FULL, secret));
  }

  private SyncRequest sync(GitSync resource, FolderPlace place, Owner owner, SourceSecret secret) {
    GitSyncSpec spec = resource.getSpec();
    GitNamespace namespace = namespace(spec);
    Upstream upstream =
        SpecField.of(
            "spec.repository",
            () -> new Upstream.At(spec.repository(), namespace, secret.over(network)));
    SyncSettings settings = settings(spec);
    return SpecField.of(
        "spec.branch",
        () ->
            new SyncRequest(
                    owner.namespace() + "/" + owner.name(),
                    place.folder(),
                    place.repository(),
                    upstream,
                    spec.branch(),
                    settings,
                    GuardRelease.of(resource))
                .below(place.volume()));
  }

  private static GitNamespace namespace(GitSyncSpec spec) {
    return SpecField.of("spec.gitNamespace", () -> new GitNamespace(spec.gitNamespace()));
  }

  /// Where a resource's folder is.
  public FolderPlace place(GitSync resource, Owner owner) {
    SpecField.checkNames(owner.namespace(), owner.name());
    return SpecField.of(
        "spec.volume.path",
        () ->
            new FolderPlace(
                volume, owner.namespace(), owner.name(), resource.getSpec().volume().path()));
  }

  private static SyncSettings settings(GitSyncSpec spec) {
    CommitSpec commit = spec.commit();
    Person author =
        SpecField.of(
            "spec.commit.author",
            () -> new Person(commit.author().name(), commit.author().email()));
    return new SyncSettings(
        List.of(spec.ignore().split("\n")),
        author,
        author,
        commit.messageTemplate(),
        onConflict(spec),
        limits(spec.limits()),
        spec.keepHistory(),
        spec.initialise() == Initialisation.ADOPT,
        SpecField.of("spec.pushRefspec", () -> PushRefspec.parse(spec.pushRefspec())),
        SpecField.of("spec.timeout", () -> SpecField.atLeastASecond(spec.timeout().toDuration())));
  }

  private static OnConflict onConflict(GitSyncSpec spec) {
    return switch (spec.onConflict()) {
      case REPORT -> OnConflict.REPORT;
      case BRANCH -> OnConflict.BRANCH;
      case OURS -> OnConflict.OURS;
      case THEIRS -> OnConflict.THEIRS;
    };
  }

  private static SyncLimits limits(SyncLimitsSpec spec) {
    return SpecField.of(
        "spec.limits",
        () ->
            new SyncLimits(
                SpecField.bytes(
                    "maxFileSize", spec.maxFileSize(), SyncLimits.DEFAULT.maxFileSize()),
                MaxDeletions.parse(String.valueOf(spec.maxDeletions().getValue()))));
  }
}
