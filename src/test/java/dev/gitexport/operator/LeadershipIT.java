package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnCluster
final class LeadershipIT {

  private final TestCluster cluster;
  private final String lease = "gitexport";
  @TempDir private Path directory = Path.of("");
  private GitExports exports;
  private RealGit git;
  private OperatorProcess first;
  private OperatorProcess second;

  LeadershipIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void startTwo() {
    String namespace = cluster.namespace("leader");
    exports = new GitExports(cluster, namespace);
    git = RealGit.init(directory.resolve("git"));
    git.commit("one", "index.html", "one");
    first = start(namespace, "first");
    await().until(() -> holder().startsWith("first-"));
    second = start(namespace, "second");
    exports.create("shop", "{repository: 'file://%s', interval: 1h}".formatted(git.directory()));
    exports.awaitReady("shop");
  }

  @AfterEach
  void stopBoth() {
    first.close();
    second.close();
    cluster
        .admin()
        .leases()
        .inNamespace("gitexport-system")
        .withName(lease)
        .withGracePeriod(0)
        .delete();
  }

  @Test
  void theSecondTakesOverAtOnceWhenTheFirstIsTerminated() {
    await().untilAsserted(() -> assertThat(second.health("ready")).contains("\"leader\": false"));
    assertThat(first.health("ready")).contains("\"leader\": true").contains("volume");

    assertThat(first.terminate()).as(first.log()).isIn(0, 143);

    assertThat(holder()).as("given back, not left to expire").doesNotStartWith("first-");
    await().until(() -> holder().startsWith("second-"));
    assertThat(first.log()).doesNotContain("\"level\":\"ERROR\"", "MeterId{name='gitexport");
    git.commit("two", "index.html", "two");
    exports.annotate("shop", "gitexport.dev/requestedAt", "2");
    exports.awaitThat(
        "shop",
        it -> {
          assertThat(it.getStatus().lastHandledReconcileAt()).isEqualTo("2");
          assertThat(it.getStatus().exportCount()).isEqualTo(2);
        });
  }

  @Test
  void whoLosesTheLeaseEndsAtOnce() {
    second.close();

    cluster
        .admin()
        .leases()
        .inNamespace("gitexport-system")
        .withName(lease)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"holderIdentity\":\"somebody\",\"renewTime\":\"2099-01-01T00:00:00.000000Z\"}}");

    await().untilAsserted(() -> assertThat(first.isAlive()).as(first.log()).isFalse());
    assertThat(first.log()).contains("the lease is lost");
  }

  private OperatorProcess start(String namespace, String name) {
    return OperatorProcess.start(
        cluster,
        directory,
        Map.of(
            "HOSTNAME",
            name,
            "GITEXPORT_NAMESPACES",
            namespace,
            "GITEXPORT_LEADER_ELECTION_ENABLED",
            "true"));
  }

  private String holder() {
    Lease held = cluster.admin().leases().inNamespace("gitexport-system").withName(lease).get();
    return held == null ? "" : Objects.requireNonNullElse(held.getSpec().getHolderIdentity(), "");
  }
}
