package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gitexport.git.RealGit;
import dev.gitexport.operator.gitexport.GitExports;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The metrics that alerts and dashboard are built on, and the log that a collector reads.
@OnCluster
final class MonitoringIT {

  private static final Pattern METRIC = Pattern.compile("\\bgitexport_[a-z_]+");
  private static final List<Path> MONITORING =
      List.of(
          Path.of("deploy/monitoring/prometheusrule.yaml"),
          Path.of("deploy/monitoring/grafana-dashboard.json"));

  private final TestCluster cluster;
  @TempDir private Path directory = Path.of("");

  MonitoringIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void alertsAndDashboardNameWhatIsExposed() throws IOException {
    String namespace = cluster.namespace("monitoring");
    GitExports exports = new GitExports(cluster, namespace);
    RealGit git = RealGit.init(directory.resolve("git"));
    String commit = git.commit("one", "index.html", "one").name();
    try (var operator =
        OperatorProcess.start(cluster, directory, Map.of("GITEXPORT_NAMESPACES", namespace))) {
      exports.create("shop", "{repository: 'file://%s'}".formatted(git.directory()));
      exports.awaitReady("shop");
      exports.create("gone", "{repository: 'file:///nowhere'}");
      exports.awaitThat("gone", it -> assertThat(it.getStatus().conditions()).hasSize(3));
      String shop =
          "{resource_kind=\"GitExport\",resource_name=\"shop\",resource_namespace=\"%s\""
              .formatted(namespace);

      await().untilAsserted(() -> assertExposed(operator.metrics(), shop, commit));

      exports.delete("shop");
      await().untilAsserted(() -> assertThat(operator.metrics()).doesNotContain(shop));
      assertThat(entries(operator.log()))
          .anySatisfy(entry -> {
            assertThat(entry).containsEntry("message", "published").containsKey("timestamp");
            assertThat(entry.get("mdc"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                .containsEntry("namespace", namespace)
                .containsEntry("name", "shop")
                .containsEntry("revision", "HEAD@sha1:" + commit)
                .containsKey("export");
          });
    }
  }

  private static void assertExposed(String metrics, String shop, String commit) throws IOException {
    assertThat(exposed(metrics)).containsAll(named());
    assertThat(metrics)
        .containsPattern("gitexport_resource_last_success_timestamp_seconds\\Q" + shop + "} 1.")
        .contains("gitexport_resource_interval_seconds" + shop + "} 300.0")
        .contains("gitexport_resource_info" + shop + ",revision=\"HEAD@sha1:" + commit + "\"} 1")
        .contains("gitexport_resource_failures" + shop.replace("shop", "gone") + "} ")
        .containsPattern("gitexport_volume_free_bytes [1-9]");
  }

  private static Set<String> named() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : MONITORING) {
      METRIC.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(names::add);
    }
    return names;
  }

  private static Set<String> exposed(String metrics) {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  /// Every line of the log is JSON.
  private static List<Map<String, Object>> entries(String log) {
    return log.lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> Serialization.unmarshal(line, new TypeReference<Map<String, Object>>() {}))
        .toList();
  }
}
