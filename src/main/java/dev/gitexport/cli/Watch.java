package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportStatus;
import dev.gitexport.failure.Failure;
import dev.gitexport.failure.InputException;
import dev.gitexport.failure.Recovery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Reconciles each resource at its interval until it is told to stop. Manifests are read again
/// every few seconds: a changed one is due at once.
final class Watch {

  private static final Duration LOOK_AT_MANIFESTS = Duration.ofSeconds(5);

  private final ManifestSource source;
  private final LocalReconciler reconciler;
  private final Round round;
  private final Clock clock;
  private final Map<String, Turn> turns = new HashMap<>();
  private String complaint = "";

  Watch(ManifestSource source, LocalReconciler reconciler, Round round, Surroundings surroundings) {
    this.source = source;
    this.reconciler = reconciler;
    this.round = round;
    this.clock = surroundings.clock();
  }

  /// @param spec that the turn was for
  /// @param status of the resource after it
  /// @param failures one after the other
  private record Turn(String spec, GitExportStatus status, int failures, Instant due) {}

  int run() {
    List<Manifest> manifests = source.read();
    manifests.forEach(reconciler::request);
    Signals signals = Signals.install();
    boolean stop = false;
    while (!stop) {
      reconcileDue(manifests);
      switch (signals.await(untilNext(manifests))) {
        case STOP -> stop = true;
        case RECONCILE -> turns.replaceAll((_, turn) -> due(turn, clock.instant()));
        case NONE -> {}
      }
      manifests = reread(manifests);
    }
    return ExitCode.OK.number();
  }

  private static Turn due(Turn turn, Instant at) {
    return new Turn(turn.spec(), turn.status(), turn.failures(), at);
  }

  private void reconcileDue(List<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      Turn last = turns.get(LocalResource.label(manifest.resource()));
      if (last != null) {
        manifest.resource().setStatus(last.status());
      }
    }
    List<GitExport> all = manifests.stream().map(Manifest::resource).toList();
    for (Manifest manifest : manifests) {
      if (isDue(manifest)) {
        reconcile(manifest, all);
      }
    }
  }

  private boolean isDue(Manifest manifest) {
    Turn last = turns.get(LocalResource.label(manifest.resource()));
    return last == null
        || !last.spec().equals(manifest.resource().getSpec().toString())
        || !last.due().isAfter(clock.instant());
  }

  private void reconcile(Manifest manifest, List<GitExport> all) {
    String name = LocalResource.label(manifest.resource());
    Turn last = turns.get(name);
    int failed = last == null ? 0 : last.failures();
    Reconciled result = round.one(manifest, all);
    int failures = result instanceof Reconciled.Failed ? failed + 1 : 0;
    Instant due = clock.instant().plus(distance(result, failures));
    GitExport resource = result.resource();
    turns.put(name, new Turn(resource.getSpec().toString(), resource.getStatus(), failures, due));
  }

  private static Duration distance(Reconciled result, int failures) {
    Duration interval = result.resource().getSpec().interval().toDuration();
    return switch (result) {
      case Reconciled.Done _, Reconciled.Suspended _ -> interval;
      case Reconciled.Failed(_, var failure, _) ->
          switch (failure.recovery()) {
            case Recovery.Retry() ->
                BackOff.after(failures, ThreadLocalRandom.current().nextDouble());
            case Recovery.RetryAfter(var delay) -> delay;
            case Recovery.RetryAtInterval _, Recovery.AwaitChange() -> interval;
          };
    };
  }

  private Duration untilNext(List<Manifest> manifests) {
    Instant now = clock.instant();
    return manifests.stream()
        .map(manifest -> turns.get(LocalResource.label(manifest.resource())))
        .map(turn -> turn == null ? Duration.ZERO : Duration.between(now, turn.due()))
        .reduce(LOOK_AT_MANIFESTS, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  /// A manifest in the middle of an edit does not end the watch: the former ones stay.
  private List<Manifest> reread(List<Manifest> former) {
    try {
      List<Manifest> manifests = source.read();
      manifests.forEach(reconciler::request);
      complaint = "";
      return manifests;
    } catch (InputException e) {
      Failure failure = Failure.of(e);
      if (!failure.message().equals(complaint)) {
        round.report().warn("manifests", failure);
      }
      complaint = failure.message();
      return former;
    }
  }
}
