package dev.gitexport.operator;

import dev.gitexport.telemetry.LogEntry;
import dev.gitexport.telemetry.LogKeys;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lease that one of several replicas holds while it works.
///
/// Who loses it must not write to the volume any more, and cannot call back what is under way: his
/// process ends at once, and before anybody else can have the lease. Who gives it up gives it back,
/// so that the next need not wait until it has run out. An API server that is away for less than
/// [#RENEW], as when it is restarted, costs nobody the lease.
final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration RENEW = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final TimedLock lock;
  private final Runnable lost;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean resigning;
  private Optional<LeaderElector> elector = Optional.empty();
  private CompletableFuture<?> election = CompletableFuture.completedFuture(null);

  /// @param lost when somebody else has the lease, or may have it
  Leadership(KubernetesClient client, LeaseLock lock, Runnable lost) {
    this.client = client;
    this.lock = new TimedLock(lock);
    this.lost = lost;
  }

  /// Waits for the lease in the background, for as long as it takes.
  ///
  /// @param won begins the work, when the lease is held
  void seek(Runnable won) {
    LeaderElectionConfig config =
        new LeaderElectionConfigBuilder()
            .withName("gitexport")
            .withLock(lock)
            .withLeaseDuration(LEASE)
            .withRenewDeadline(RENEW)
            .withRetryPeriod(RETRY)
            .withLeaderCallbacks(new LeaderCallbacks(() -> begin(won), this::stopped, this::told))
            .build();
    LeaderElector started = new LeaderElector(client, config, executor);
    elector = Optional.of(started);
    election = started.start();
  }

  /// Gives the lease back, if it is held, and returns when that is done: what a cancelled election
  /// does by itself comes too late for a process that ends.
  void resign() {
    resigning = true;
    election.cancel(true);
    try {
      elector.ifPresent(LeaderElector::release);
    } catch (KubernetesClientException e) {
      LOG.atWarn().setCause(e).log("the lease was not given back and has to run out");
    }
  }

  private void begin(Runnable won) {
    executor.execute(this::watch);
    executor.execute(won);
  }

  /// The elector looks at its deadline only between two tries, and one try may take longer.
  private void watch() {
    try {
      while (!resigning) {
        Duration left = RENEW.minus(lock.sinceHeld());
        if (left.isNegative()) {
          stopped();
          return;
        }
        Thread.sleep(left.plusMillis(1));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopped() {
    if (!resigning) {
      lost.run();
    }
  }

  /// The library tells of nobody too, as null when it is we who gave the lease back.
  private void told(@Nullable String holder) {
    if (holder != null && !holder.isEmpty()) {
      LogEntry.EMPTY.with(LogKeys.HOLDER, holder).log(LOG.atInfo(), "leader");
    }
  }
}
