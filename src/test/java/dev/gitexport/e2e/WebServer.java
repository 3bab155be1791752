package dev.gitexport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A pod with a web server that serves the link of an export from a claim.
///
/// @param namespace where the pod is
record WebServer(Node node, String namespace) {

  private static final String URL = "http://127.0.0.1:8080/web/site/current/index.html";

  static WebServer start(Node node, String namespace) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: web}
        spec:
          terminationGracePeriodSeconds: 0
          securityContext:
            runAsNonRoot: true
            runAsUser: 101
            seccompProfile: {type: RuntimeDefault}
          containers:
          - name: web
            image: busybox:local
            imagePullPolicy: Never
            args: [httpd, -f, -p, "8080", -h, /volume]
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: content, mountPath: /volume, readOnly: true}]
          volumes:
          - name: content
            persistentVolumeClaim: {claimName: content}
        """
            .formatted(namespace));
    node.kubectl("wait", "pod/web", "-n", namespace, "--for=condition=Ready", "--timeout=60s");
    return new WebServer(node, namespace);
  }

  void awaitRelease(int number) {
    await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(answer()).isEqualTo("release " + number + " end\n"));
  }

  String answer() {
    return inPod("wget -q -O - " + URL);
  }

  /// Asks again and again, at least 2,000 times, until [#stop] is called. Tells how often it did,
  /// and how often the answer was not a whole page.
  CompletableFuture<String> keepAsking() {
    String loop =
        """
        asked=0 failed=0
        until [ -e /tmp/stop ] && [ $asked -ge 2000 ]; do
          asked=$((asked + 1))
          page=$(wget -q -O - %s) || page=none
          case $page in 'release '*' end') ;; *) failed=$((failed + 1)) ;; esac
        done
        [ $asked -ge 2000 ] && echo "$failed failed"
        """
            .formatted(URL);
    return CompletableFuture.supplyAsync(() -> inPod(loop));
  }

  void stop() {
    inPod("touch /tmp/stop");
  }

  private String inPod(String script) {
    return node.kubectl("exec", "web", "-n", namespace, "--", "sh", "-c", script);
  }
}
