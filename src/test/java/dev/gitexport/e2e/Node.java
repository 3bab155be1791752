package dev.gitexport.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.gitexport.test.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Kubernetes node that shares the file system of this machine, by the programs that people use.
///
/// @param kubeconfig of its administrator
record Node(String kubeconfig) {

  /// What tests take that use the node, of which one does at a time. The others need not wait.
  static final String LOCK = "node";

  /// What may take a while on a slow machine is waited for that long, and no longer than it takes.
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /// The same, as kubectl and helm are told.
  static final String TIMEOUT = "--timeout=" + PATIENCE.toSeconds() + "s";

  /// Arguments of a Maven that builds the commit that is checked out once more. `make test` has
  /// checked its sources, which takes more than half of the time.
  static final String CHECKED = "-Derror-prone.plugin=-g";

  private static final Path ROOT = Path.of("");

  /// Skips the test where `make e2e` could not bring a node up, with the reason that it found.
  static Node ofThisMachine() {
    var environment = System.getenv();
    String kubeconfig = environment.get("GITEXPORT_E2E_KUBECONFIG");
    if (kubeconfig == null || environment.containsKey("GITEXPORT_E2E_SKIPPED")) {
      abort(environment.getOrDefault("GITEXPORT_E2E_SKIPPED", "run by 'make e2e' only"));
      throw new IllegalStateException("aborted");
    }
    return new Node(kubeconfig);
  }

  String kubectl(String... arguments) {
    return run("kubectl", arguments);
  }

  String helm(String... arguments) {
    return run("helm", arguments);
  }

  /// Runs a line as a user types it to a shell.
  String type(String line) {
    return run("bash", "-c", line);
  }

  private String run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return Commands.run(
        ROOT.toAbsolutePath(), Map.of("KUBECONFIG", kubeconfig), command.toArray(String[]::new));
  }

  void apply(String manifest) {
    try {
      Path file = Files.createTempFile("gitexport-e2e", ".yaml");
      Files.writeString(file, manifest);
      kubectl("apply", "--server-side", "-f", file.toString());
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A namespace that takes no pod but a restricted one.
  void restrictedNamespace(String name) {
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: restricted}
        """
            .formatted(name));
  }

  /// A directory of this machine as a volume that any number of pods mount, for one claim.
  void volume(String namespace, String claim, Path directory) {
    apply(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %1$s-%2$s, labels: {gitexport.dev/test: e2e}}
        spec:
          capacity: {storage: 10Gi}
          accessModes: [ReadWriteMany, ReadOnlyMany]
          persistentVolumeReclaimPolicy: Retain
          hostPath: {path: %3$s, type: Directory}
          claimRef: {namespace: %1$s, name: %2$s}
        """
            .formatted(namespace, claim, directory.toAbsolutePath()));
  }

  /// A volume, and the claim of it.
  void claim(String namespace, String claim, Path directory) {
    volume(namespace, claim, directory);
    apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {namespace: %1$s, name: %2$s}
        spec:
          accessModes: [ReadWriteMany]
          storageClassName: ""
          volumeName: %1$s-%2$s
          resources: {requests: {storage: 1Gi}}
        """
            .formatted(namespace, claim));
  }

  void awaitPod(String namespace, String pod) {
    kubectl("wait", "pod/" + pod, "-n", namespace, "--for=condition=Ready", TIMEOUT);
  }

  void awaitReady(String namespace, String export) {
    kubectl("wait", "gitexport/" + export, "-n", namespace, "--for=condition=Ready", TIMEOUT);
  }
}
