package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The examples at work. Only the names of repositories and images are others.
@ResourceLock(Node.LOCK)
@TestInstance(Lifecycle.PER_CLASS)
final class ExamplesE2E {

  private static final String AIRFLOW = "airflow";
  private static final String PLATFORM = "platform";
  private static final int FLIPS = 10;
  private static final int REQUESTS = 500;

  private final Node node = Node.ofThisMachine();
  private Stage stage;

  @BeforeAll
  void install(@TempDir Path directory) {
    stage = Stage.set(node, directory);
    node.claim(SYSTEM, "shared", stage.volume());
    new Chart(node).install();
  }

  @AfterAll
  void putAway() {
    node.kubectl("delete", "namespace", AIRFLOW, PLATFORM, "--ignore-not-found", Node.TIMEOUT);
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void nginxServesTheWebsiteAndFollowsIt() {
    stage.release(1);
    apply("website.yaml", "site");
    node.awaitReady(TENANT, "website");
    apply("nginx.yaml", "site");
    awaitRollout("website");
    Client client = Client.start(node, TENANT);

    client.awaitAnswer(url("website"), "release 1 end\n");
    stage.release(2);

    client.awaitAnswer(url("website"), "release 2 end\n");
  }

  @Test
  void phpReadsEveryFileOfARequestFromOneRelease() throws Exception {
    RealGit shop = stage.repository("shop");
    shop.commit("base", "tests/unit.txt", "not exported", ".gitattributes", "tests export-ignore");
    release(shop, 1);
    shop.run("tag", "v1.0.0");
    node.claim(TENANT, "content-writable", stage.volume());
    apply("php-app.yaml", "shop");
    node.awaitReady(TENANT, "php-app");
    apply("php-fpm.yaml", "shop");
    awaitRollout("php-app");
    Client client = Client.start(node, TENANT);
    client.awaitAnswer(url("php-app"), "release 1 1 uploads 1\n");

    String whole =
        IntStream.rangeClosed(1, FLIPS + 1)
            .mapToObj("'release %1$d %1$d uploads 1'"::formatted)
            .collect(joining("|"));
    var answers = client.keepAsking(REQUESTS, url("php-app"), whole);
    for (int release = 2; release <= FLIPS + 1; release++) {
      release(shop, release);
      client.awaitAnswer(url("php-app"), "release %1$d %1$d uploads 1\n".formatted(release));
    }
    client.stop();

    assertThat(answers.get(15, MINUTES)).isEqualTo("0 failed\n");
    assertThat(stage.volume().resolve("web/php-app/shared/var/uploads/visit")).exists();
    thenWhatVisitorsUploadIsPushed();
  }

  private void thenWhatVisitorsUploadIsPushed() {
    RealGit uploads = stage.pushable("uploads");
    node.type(
        "kubectl create secret generic uploads-git -n web --from-literal=username=x"
            + " --from-literal=password=x");
    apply("gitsync.yaml", "uploads");

    await()
        .atMost(Node.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(uploads.run("show", "live:visit")).isEqualTo("x"));
    assertThat(uploads.run("log", "-1", "--format=%an %s", "live"))
        .isEqualTo("uploads uploads: 1 added, 0 modified, 0 deleted");
    node.kubectl("delete", "gitsync/uploads", "-n", TENANT, Node.TIMEOUT);
  }

  @Test
  void aSidecarFillsItsPodAndKeepsItUpToDate() {
    stage.release(1);
    apply("sidecar.yaml", "site");
    awaitRollout("site");
    String address =
        node.kubectl(
            "get",
            "pod",
            "-l",
            "app=site",
            "-n",
            TENANT,
            "-o",
            "jsonpath={.items[0].status.podIP}");
    String page = "http://%s:8080/site/current/index.html".formatted(address);
    Client client = Client.start(node, TENANT);

    client.awaitAnswer(page, "release 1 end\n");
    stage.release(2);

    client.awaitAnswer(page, "release 2 end\n");
  }

  @Test
  void airflowsPodsFindTheirDagsOnOneClaim() {
    RealGit dags = stage.repository("dags");
    dags.commit("one", "dags/daily.py", "# daily\n", "dags/tests/t.py", "", "README", "");
    node.restrictedNamespace(AIRFLOW);
    node.volume(AIRFLOW, "dags", stage.volume());

    apply("airflow.yaml", "dags");

    node.awaitReady(AIRFLOW, "dags");
    assertThat(stage.volume().resolve("airflow/dags/current")).isDirectoryContaining("glob:**.py");
    node.kubectl(
        "wait", "pvc/dags", "-n", AIRFLOW, "--for=jsonpath={.status.phase}=Bound", Node.TIMEOUT);
  }

  @Test
  void oneDirectoryOfARepositoryIsExported() {
    RealGit platform = stage.repository("platform");
    platform.commit("one", "src/settings.yaml", "a: 1\n", "README", "not exported");
    node.restrictedNamespace(PLATFORM);

    apply("configuration.yaml", "platform");

    node.awaitReady(PLATFORM, "configuration");
    assertThat(stage.volume().resolve("platform/configuration/current"))
        .isDirectoryContaining("glob:**/settings.yaml")
        .isDirectoryNotContaining("glob:**/README");
  }

  /// A script that takes its time between its own first line and another file.
  private static void release(RealGit shop, int number) {
    shop.commit(
        "release " + number,
        "index.php",
        """
        <?php
        $main = %d;
        usleep(20000);
        require __DIR__ . '/library.php';
        $uploads = file_put_contents(__DIR__ . '/var/uploads/visit', 'x');
        echo "release $main $library uploads $uploads\n";
        """
            .formatted(number),
        "library.php",
        "<?php\n$library = %d;\n".formatted(number));
  }

  private void apply(String example, String repository) {
    try {
      node.apply(
          Files.readString(Path.of("examples", example))
              .replaceAll(
                  "repository: https://git.example.com/.*",
                  "repository: " + GitServer.url(repository))
              .replaceAll("(treeish: HEAD .*)", "$1\n  interval: 1s")
              .replaceAll("interval: \\d+m", "interval: 1s")
              .replaceAll("volumeName: content-(\\w+)", "volumeName: $1-dags")
              .replaceAll("image: (?:\\S+/)?([a-z]+)\\S*", "image: $1:local"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitRollout(String deployment) {
    node.kubectl("rollout", "status", "deployment/" + deployment, "-n", TENANT, Node.TIMEOUT);
  }

  /// By address: the client's program knows no names.
  private String url(String service) {
    return "http://%s/"
        .formatted(
            node.kubectl(
                "get", "service", service, "-n", TENANT, "-o", "jsonpath={.spec.clusterIP}"));
  }
}
