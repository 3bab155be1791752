package dev.gitexport.cli;

import dev.gitexport.failure.Failure;
import dev.gitexport.failure.InputException;
import dev.gitexport.failure.Recovery;
import dev.gitexport.operator.gitsync.GitSyncRun;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Reconciles each resource at its interval, and a folder when changes in it have been quiet, until
/// it is told to stop; then every folder is looked at once more, since of the last moment's changes
/// nothing was heard yet: all are committed first, then pushed. Manifests are read again every few
/// seconds: a changed one is due at once.
final class Watch {

  private static final Duration LOOK_AT_MANIFESTS = Duration.ofSeconds(5);
  private static final Duration WHEN_EXPORTED = Duration.ofSeconds(3);

  /// How soon a change in a folder is heard of.
  private static final Duration TICK = Duration.ofMillis(200);

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

  /// @param wish that the turn was for
  /// @param resource after it
  /// @param failures one after the other
  private record Turn(String wish, CustomResource<?, ?> resource, int failures, Instant due) {

    Turn dueAt(Instant at) {
      return new Turn(wish, resource, failures, at);
    }
  }

  int run(Signals signals) {
    List<Manifest> manifests = source.read();
    manifests.forEach(reconciler::check);
    boolean stop = false;
    boolean urgent = false;
    while (!stop) {
      reconcileDue(signals, manifests, urgent);
      Signals.Signal signal = await(signals, manifests);
      stop = signal == Signals.Signal.STOP;
      urgent = signal == Signals.Signal.RECONCILE;
      if (urgent) {
        turns.replaceAll((_, turn) -> turn.dueAt(clock.instant()));
      }
      manifests = reread(manifests);
    }
    pushWhatWaits(manifests);
    return ExitCode.OK.number();
  }

  private void pushWhatWaits(List<Manifest> manifests) {
    List<? extends CustomResource<?, ?>> all = resources(manifests);
    List<Manifest.Sync> folders =
        manifests.stream()
            .filter(Manifest.Sync.class::isInstance)
            .map(Manifest.Sync.class::cast)
            .toList();
    folders.forEach(reconciler.syncs()::keep);
    folders.forEach(folder -> round.one(folder, true, all));
    reconciler.syncs().retain(List.of());
  }

  private void reconcileDue(Signals signals, List<Manifest> manifests, boolean urgent) {
    List<? extends CustomResource<?, ?>> all = resources(manifests);
    for (Manifest manifest : manifests) {
      if (signals.isStop()) {
        return;
      }
      if (isNew(manifest) || isDue(manifest)) {
        reconcile(manifest, urgent || isNew(manifest), all);
      }
    }
  }

  /// With the status that they have.
  private List<? extends CustomResource<?, ?>> resources(List<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      Turn last = turns.get(manifest.key());
      if (last != null) {
        manifest.keepStatusOf(last.resource());
      }
    }
    return manifests.stream().map(Manifest::resource).toList();
  }

  private boolean isNew(Manifest manifest) {
    Turn last = turns.get(manifest.key());
    return last == null || !last.wish().equals(manifest.wish());
  }

  private boolean isDue(Manifest manifest) {
    Turn last = turns.get(manifest.key());
    boolean isQuiet =
        manifest instanceof Manifest.Sync sync
            && reconciler.syncs().quiet().contains(LocalResource.owner(sync.resource()));
    return isQuiet || last == null || !last.due().isAfter(clock.instant());
  }

  private void reconcile(
      Manifest manifest, boolean urgent, List<? extends CustomResource<?, ?>> all) {
    Turn last = turns.get(manifest.key());
    int failed = last == null ? 0 : last.failures();
    Reconciled result = round.one(manifest, urgent, all);
    int failures = result instanceof Reconciled.Failed ? failed + 1 : 0;
    Instant due = clock.instant().plus(distance(manifest, result, failures));
    turns.put(manifest.key(), new Turn(manifest.wish(), result.resource(), failures, due));
  }

  private static Duration distance(Manifest manifest, Reconciled result, int failures) {
    return switch (result) {
      case Reconciled.Synced(_, GitSyncRun.Waiting _, _) -> WHEN_EXPORTED;
      case Reconciled.Exported _, Reconciled.Synced _, Reconciled.Suspended _ ->
          manifest.interval();
      case Reconciled.Failed(_, var failure, _) ->
          switch (failure.recovery()) {
            case Recovery.Retry() ->
                BackOff.after(failures, ThreadLocalRandom.current().nextDouble());
            case Recovery.RetryAfter(var delay) -> delay;
            case Recovery.RetryAtInterval _, Recovery.AwaitChange() -> manifest.interval();
          };
    };
  }

  /// Until a signal comes, a resource is due or the manifests are to be read again.
  private Signals.Signal await(Signals signals, List<Manifest> manifests) {
    boolean hasFolders = manifests.stream().anyMatch(it -> it instanceof Manifest.Sync);
    Instant next = clock.instant().plus(untilNext(manifests));
    while (true) {
      Duration left = Duration.between(clock.instant(), next);
      Duration step = hasFolders && left.compareTo(TICK) > 0 ? TICK : left;
      Signals.Signal signal = signals.await(step);
      boolean isOver = !clock.instant().isBefore(next) || !reconciler.syncs().quiet().isEmpty();
      if (signal != Signals.Signal.NONE || isOver) {
        return signal;
      }
    }
  }

  private Duration untilNext(List<Manifest> manifests) {
    Instant now = clock.instant();
    return manifests.stream()
        .map(manifest -> turns.get(manifest.key()))
        .map(turn -> turn == null ? Duration.ZERO : Duration.between(now, turn.due()))
        .reduce(LOOK_AT_MANIFESTS, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  /// A manifest in the middle of an edit does not end the watch: the former ones stay.
  private List<Manifest> reread(List<Manifest> former) {
    try {
      List<Manifest> manifests = source.read();
      manifests.forEach(reconciler::check);
      reconciler.syncs().retain(manifests);
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
