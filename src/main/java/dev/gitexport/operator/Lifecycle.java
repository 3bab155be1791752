package dev.gitexport.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the work with the process, or with its leadership, and ends both in order: first what is
/// under way, then the lease.
@Singleton
final class Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final int LOST_LEASE = 70;

  private final Operator operator;
  private final Optional<Leadership> leadership;

  Lifecycle(Operator operator, KubernetesClient client, OperatorConfig config, Instance instance) {
    this.operator = operator;
    this.leadership =
        config.leaderElection().enabled().orElse(instance.isPod())
            ? Optional.of(leadership(client, config, instance))
            : Optional.empty();
  }

  void started(@Observes StartupEvent event) {
    leadership.ifPresentOrElse(held -> held.seek(operator::start), operator::start);
  }

  void stopping(@Observes ShutdownEvent event) {
    operator.stop();
    leadership.ifPresent(Leadership::resign);
  }

  private static Leadership leadership(
      KubernetesClient client, OperatorConfig config, Instance instance) {
    String namespace = config.leaderElection().namespace().orElseGet(client::getNamespace);
    return new Leadership(
        client,
        new LeaseLock(namespace, config.leaderElection().lease(), instance.name()),
        Lifecycle::lost);
  }

  /// No orderly end: it would finish what another leader may already be doing.
  private static void lost() {
    LOG.error("the lease is lost");
    Runtime.getRuntime().halt(LOST_LEASE);
  }
}
