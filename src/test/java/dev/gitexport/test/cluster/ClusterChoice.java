package dev.gitexport.test.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/// Which cluster the tests run on: the first of four ways that is open on this machine.
///
/// @param environment variables that say where clusters and programs are
record ClusterChoice(Map<String, String> environment) {

  private static final DockerImageName K3S = DockerImageName.parse("rancher/k3s:v1.34.1-k3s1");
  private static final Path BUILD = Path.of("src/test/go/build");

  static ClusterChoice ofThisMachine() {
    return new ClusterChoice(System.getenv());
  }

  TestCluster start() {
    List<String> closed = new ArrayList<>();
    for (Way way : List.<Way>of(this::given, this::docker, this::assets, this::built)) {
      try {
        TestCluster cluster = way.start();
        closed.forEach(reason ->
            System.out.println(
                "Test cluster, not taken: " + reason.lines().findFirst().orElse("")));
        return cluster;
      } catch (NotHere e) {
        closed.add(e.getMessage());
      }
    }
    throw new IllegalStateException(
        "No cluster for the tests. One of four ways must be open:\n  - "
            + String.join("\n  - ", closed));
  }

  private interface Way {
    TestCluster start() throws NotHere;
  }

  /// Why a way is not open, and what would open it.
  private static final class NotHere extends Exception {
    private static final long serialVersionUID = 1L;

    NotHere(String reason) {
      super(reason);
    }
  }

  private TestCluster given() throws NotHere {
    String file = environment.get("GITEXPORT_TEST_KUBECONFIG");
    if (file == null && "yes".equals(environment.get("GITEXPORT_TEST_CLUSTER"))) {
      file = environment.get("KUBECONFIG");
    }
    if (file == null) {
      throw new NotHere(
          "a cluster that tests may use: GITEXPORT_TEST_KUBECONFIG=file, or KUBECONFIG=file with"
              + " GITEXPORT_TEST_CLUSTER=yes; neither is set");
    }
    return new TestCluster("the one of " + file, Config.fromKubeconfig(new File(file)), () -> {});
  }

  private TestCluster docker() throws NotHere {
    if (!mayHaveDocker() || !DockerClientFactory.instance().isDockerAvailable()) {
      throw new NotHere("Docker, for k3s in a container; no daemon answers");
    }
    K3sContainer k3s = new K3sContainer(K3S);
    try {
      k3s.start();
    } catch (RuntimeException e) {
      k3s.close();
      throw new NotHere("Docker, for k3s in a container; it did not start: " + e.getMessage());
    }
    return new TestCluster(
        "k3s in Docker", Config.fromKubeconfig(k3s.getKubeConfigYaml()), k3s::close);
  }

  /// Without a socket or an address there is none, and to ask takes seconds.
  private boolean mayHaveDocker() {
    return environment.containsKey("DOCKER_HOST") || Files.exists(Path.of("/var/run/docker.sock"));
  }

  private TestCluster assets() throws NotHere {
    String directory = environment.get("KUBEBUILDER_ASSETS");
    if (directory == null || !ControlPlane.isIn(Path.of(directory))) {
      throw new NotHere(
          "kube-apiserver and etcd in the directory KUBEBUILDER_ASSETS; "
              + (directory == null ? "it is not set" : directory + " has them not"));
    }
    return ControlPlane.start(Path.of(directory), "the programs of KUBEBUILDER_ASSETS");
  }

  private TestCluster built() throws NotHere {
    if (!isOnPath("go")) {
      throw new NotHere("Go, to build kube-apiserver and etcd once; it is not on PATH");
    }
    return ControlPlane.start(build(), "kube-apiserver and etcd built from Go modules");
  }

  private static Path build() throws NotHere {
    try {
      var process =
          new ProcessBuilder(BUILD.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      String directory = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new NotHere("Go, to build kube-apiserver and etcd once; the build failed, see above");
      }
      return Path.of(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotHere("Go, to build kube-apiserver and etcd once; the build was interrupted");
    }
  }

  private boolean isOnPath(String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
