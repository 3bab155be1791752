package dev.gitexport.operator;

import dev.gitexport.test.Commands;
import dev.gitexport.test.WatchLimit;
import dev.gitexport.test.cluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/// `gitexport operator` as it was packaged, under the ServiceAccount and the roles of
/// `deploy/manifests`, with a token of its own: a missing permission fails a test.
public final class OperatorProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Path LOGS = Path.of("target/operator-logs");
  private static final List<Path> DEFINITIONS =
      List.of(
          Path.of("deploy/crds/gitexports.gitexport.dev-v1.yml"),
          Path.of("deploy/crds/gitsyncs.gitexport.dev-v1.yml"));
  private static final Path ROLES = Path.of("deploy/manifests/rbac.yaml");
  private static final String NAMESPACE = "gitexport-system";
  private static final String SERVICE_ACCOUNT = "gitexport";

  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

  private final Process process;
  private final Path log;

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// @param directory gets `volume`, `store` and a kubeconfig
  /// @param settings as environment variables
  public static OperatorProcess start(
      TestCluster cluster, Path directory, Map<String, String> settings) {
    install(cluster);
    return launch(cluster, directory, settings);
  }

  /// The same, where the system has no more inotify instances.
  public static OperatorProcess startUnwatching(TestCluster cluster, Path directory) {
    install(cluster);
    return launch(cluster, directory, Map.of(), WatchLimit.reached(command()));
  }

  /// What an administrator does once.
  static void install(TestCluster cluster) {
    DEFINITIONS.forEach(cluster::applyDefinition);
    cluster.apply(ROLES, NAMESPACE);
  }

  /// The same as [#start] on a cluster where it was installed.
  static OperatorProcess launch(TestCluster cluster, Path directory, Map<String, String> settings) {
    return launch(cluster, directory, settings, command());
  }

  private static OperatorProcess launch(
      TestCluster cluster, Path directory, Map<String, String> settings, List<String> command) {
    try {
      Files.createDirectories(directory.resolve("volume"));
      Files.createDirectories(LOGS);
      Path log = Files.createTempFile(LOGS, "operator-", ".log");
      Path kubeconfig =
          cluster.kubeconfig(directory.resolve("kubeconfig"), NAMESPACE, SERVICE_ACCOUNT);
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(log.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("KUBERNETES_"));
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("GITEXPORT_VOLUME_PATH", directory.resolve("volume").toString());
      builder.environment().put("GITEXPORT_STORE_PATH", directory.resolve("store").toString());
      builder.environment().put("GITEXPORT_SOURCES_SCHEMES", "file");
      builder.environment().put("QUARKUS_HTTP_PORT", "0");
      builder.environment().putAll(settings);
      return new OperatorProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command() {
    Assertions.assertThat(JAR).as("the packaged program; run the tests by 'make test'").exists();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "@src/main/sh/jvm.options",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            JAR.toString(),
            "dev.gitexport.cli.Main",
            "operator"));
    return command;
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the process watches by inotify: a line each, as `/proc/PID/fdinfo` has them.
  public List<String> watches() throws IOException {
    List<String> watches = new ArrayList<>();
    Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fdinfo");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
      for (Path file : files) {
        try {
          watches.addAll(Files.readAllLines(file));
        } catch (NoSuchFileException _) {
          // It was closed meanwhile.
        }
      }
    }
    watches.removeIf(line -> !line.startsWith("inotify "));
    return watches;
  }

  /// What a probe is answered, when the answer is that all is well.
  ///
  /// @param probe `live`, `ready` or `started`
  public String health(String probe) {
    return get("/q/health/" + probe);
  }

  /// What Prometheus reads.
  public String metrics() {
    return get("/q/metrics");
  }

  private String get(String path) {
    Matcher listening = LISTENING.matcher(log());
    Assertions.assertThat(listening.find()).as("listening").isTrue();
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + listening.group(1) + path);
      var answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Stops it where it is, as a machine that hangs; it does not notice.
  public void pause() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    Commands.run(Path.of("."), Map.of(), "kill", "-" + name, Long.toString(process.pid()));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// As a cluster ends a pod. The exit code; fails when it takes longer than a pod is given.
  public int terminate() {
    process.destroy();
    try {
      Assertions.assertThat(process.waitFor(30, TimeUnit.SECONDS))
          .as("ended within 30 s of SIGTERM; its log is " + log)
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  /// As a machine that fails ends it. Whoever comes after it meets nothing of it.
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
