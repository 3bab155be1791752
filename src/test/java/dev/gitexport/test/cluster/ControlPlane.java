package dev.gitexport.test.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gitexport.test.Patience;
import dev.gitexport.test.Ports;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/// etcd and kube-apiserver on loopback, with an empty state that is thrown away. No nodes and no
/// controllers: pods stay pending, and a deleted namespace stays terminating.
final class ControlPlane {

  private static final Path WORK = Path.of("target", "test-cluster");

  private static final String AUDIT_LOG = "audit.log";

  private final Path programs;
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final Thread onExit = new Thread(this::kill);
  private final String token = UUID.randomUUID().toString();
  private final int port = Ports.free();

  private ControlPlane(Path programs, Path directory) {
    this.programs = programs;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  static boolean isIn(Path programs) {
    return Files.isExecutable(programs.resolve("etcd"))
        && Files.isExecutable(programs.resolve("kube-apiserver"));
  }

  static TestCluster start(Path programs, String description) {
    try {
      Files.createDirectories(WORK);
      Path directory = Files.createTempDirectory(WORK.toAbsolutePath(), "run-");
      ControlPlane plane = new ControlPlane(programs, directory);
      plane.writeFiles();
      String etcd = plane.startEtcd();
      plane.startApiServer(etcd);
      plane.awaitReady();
      return new TestCluster(
          description,
          plane.admin().build(),
          plane::stop,
          Optional.of(directory.resolve(AUDIT_LOG)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeFiles() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var pair = generator.generateKeyPair();
      writePem("sa.key", "PRIVATE KEY", pair.getPrivate());
      writePem("sa.pub", "PUBLIC KEY", pair.getPublic());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has EC keys", e);
    }
    Files.writeString(
        directory.resolve("audit.yaml"),
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived, ResponseStarted]
        rules:
        - level: Metadata
          userGroups: ["system:serviceaccounts"]
        - level: None
        """);
    Files.writeString(directory.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
  }

  private void writePem(String file, String kind, Key key) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind),
        US_ASCII);
  }

  private String startEtcd() throws IOException {
    String clients = "http://127.0.0.1:" + Ports.free();
    String peers = "http://127.0.0.1:" + Ports.free();
    run(
        "etcd",
        "--data-dir=" + directory.resolve("etcd"),
        "--unsafe-no-fsync",
        "--log-level=error",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers);
    return clients;
  }

  private void startApiServer(String etcd) throws IOException {
    run(
        "kube-apiserver",
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + directory.resolve("certs"),
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--authorization-mode=RBAC",
        "--token-auth-file=" + directory.resolve("tokens.csv"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + directory.resolve("sa.key"),
        "--service-account-key-file=" + directory.resolve("sa.pub"),
        "--audit-policy-file=" + directory.resolve("audit.yaml"),
        "--audit-log-path=" + directory.resolve(AUDIT_LOG),
        "--enable-priority-and-fairness=false",
        "--disable-admission-plugins=ServiceAccount");
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve(program).toString());
    Collections.addAll(command, arguments);
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(program + ".log").toFile())
            .start());
  }

  private void awaitReady() {
    Path certificate = directory.resolve("certs").resolve("apiserver.crt");
    Awaitility.await("kube-apiserver is ready; its log is in " + directory)
        .atMost(Patience.LONG)
        .pollInterval(java.time.Duration.ofMillis(50))
        .failFast(
            "a program of the control plane ended; its log is in " + directory,
            () -> processes.stream().anyMatch(process -> !process.isAlive()))
        .until(() -> Files.exists(certificate) && Files.size(certificate) > 0 && isReady());
  }

  private boolean isReady() {
    try (var client = new KubernetesClientBuilder().withConfig(admin().build()).build()) {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException _) {
      return false;
    }
  }

  private ConfigBuilder admin() {
    return new ConfigBuilder()
        .withAutoConfigure(false)
        .withMasterUrl("https://127.0.0.1:" + port)
        .withCaCertFile(directory.resolve("certs").resolve("apiserver.crt").toString())
        .withOauthToken(token)
        .withRequestRetryBackoffLimit(0);
  }

  /// Without a farewell: the state is thrown away, and a kube-apiserver whose etcd is gone never
  /// ends by itself.
  private void kill() {
    processes.reversed().forEach(Process::destroyForcibly);
  }

  private void stop() {
    kill();
    Runtime.getRuntime().removeShutdownHook(onExit);
  }
}
