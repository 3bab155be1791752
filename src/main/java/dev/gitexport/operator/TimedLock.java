package dev.gitexport.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;

/// A lock that knows when it was last held for sure, and that can be given back: the library leaves
/// a holder of null out of its patch, and with it the former holder in the lease. Thread safe.
final class TimedLock implements Lock {

  private final Lock lock;
  private volatile long heldAt = System.nanoTime();

  TimedLock(Lock lock) {
    this.lock = lock;
  }

  /// The time since the last write of the lease began that the API server took.
  Duration sinceHeld() {
    return Duration.ofNanos(System.nanoTime() - heldAt);
  }

  @Override
  public LeaderElectionRecord get(KubernetesClient client) {
    return lock.get(client);
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord held) {
    long begun = System.nanoTime();
    lock.create(client, held);
    heldAt = begun;
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord held) {
    long begun = System.nanoTime();
    lock.update(client, held.getHolderIdentity() == null ? nobody(held) : held);
    heldAt = begun;
  }

  private static LeaderElectionRecord nobody(LeaderElectionRecord free) {
    return new LeaderElectionRecord(
        "",
        free.getLeaseDuration(),
        free.getAcquireTime(),
        free.getRenewTime(),
        free.getLeaderTransitions());
  }

  @Override
  public String identity() {
    return lock.identity();
  }

  @Override
  public String describe() {
    return lock.describe();
  }
}
