package dev.gitexport.e2e;

import dev.gitexport.test.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A pod that serves the repositories of a directory of this machine over http and ssh, inside the
/// cluster.
///
/// @param keys a directory with the keys of the ssh server and of those who may read
record GitServer(Node node, Path keys) {

  static final String NAMESPACE = "sources";
  static final String HOST = "git.sources.svc.cluster.local";

  /// @param repositories a claim in its namespace
  static GitServer start(Node node, String repositories, Path keys) {
    var server = new GitServer(node, keys);
    server.generateKeys();
    node.kubectl(
        "create",
        "secret",
        "generic",
        "keys",
        "-n=" + NAMESPACE,
        "--from-file=" + keys.resolve("host"),
        "--from-file=" + keys.resolve("identity.pub"));
    node.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %1$s, name: git}
        spec:
          selector: {app: git}
          ports: [{name: http, port: 8080}, {name: ssh, port: 2222}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %1$s, name: git, labels: {app: git}}
        spec:
          terminationGracePeriodSeconds: 0
          securityContext: {runAsNonRoot: true, runAsUser: 101, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: http
            image: git:local
            imagePullPolicy: Never
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: repositories, mountPath: /repositories}]
          - name: ssh
            image: git:local
            imagePullPolicy: Never
            command: [/usr/sbin/sshd, -D, -e]
            readinessProbe: {tcpSocket: {port: 2222}, periodSeconds: 1}
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts:
            - {name: repositories, mountPath: /repositories, readOnly: true}
            - {name: keys, mountPath: /keys, readOnly: true}
          volumes:
          - name: repositories
            persistentVolumeClaim: {claimName: %2$s}
          - name: keys
            secret: {secretName: keys}
        """
            .formatted(NAMESPACE, repositories));
    node.awaitPod(NAMESPACE, "git");
    return server;
  }

  private void generateKeys() {
    try {
      Files.createDirectory(keys);
      for (String key : List.of("host", "identity")) {
        Commands.run(
            keys, Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", key);
      }
      Files.writeString(
          keys.resolve("known_hosts"),
          "[%s]:2222 %s".formatted(HOST, Files.readString(keys.resolve("host.pub"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a Secret with what a reader needs over ssh.
  void identity(String namespace, String secret) {
    node.kubectl(
        "create",
        "secret",
        "generic",
        secret,
        "-n=" + namespace,
        "--from-file=" + keys.resolve("identity"),
        "--from-file=" + keys.resolve("known_hosts"));
  }

  static String url(String repository) {
    return "http://%s:8080/%s".formatted(HOST, repository);
  }

  static String sshUrl(String repository) {
    return "ssh://git@%s:2222/repositories/%s".formatted(HOST, repository);
  }
}
