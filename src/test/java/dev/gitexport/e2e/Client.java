package dev.gitexport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;

/// A pod that asks web servers.
///
/// @param namespace where the pod is
/// @param pod its name
record Client(Node node, String namespace, String pod) {

  static Client start(Node node, String namespace) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: client}
        spec:
          terminationGracePeriodSeconds: 0
          securityContext: {runAsNonRoot: true, runAsUser: 101, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: client
            image: busybox:local
            imagePullPolicy: Never
            args: [sleep, "86400"]
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """
            .formatted(namespace));
    node.awaitPod(namespace, "client");
    return new Client(node, namespace, "client");
  }

  void awaitAnswer(String url, String answer) {
    await()
        .atMost(Node.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(answer(url)).isEqualTo(answer));
  }

  String answer(String url) {
    return inPod("wget -q -O - " + url);
  }

  /// Asks again and again, at least as many times as is said, until [#stop] is called. Tells how
  /// often the answer was not what a shell's pattern says.
  CompletableFuture<String> keepAsking(int times, String url, String pattern) {
    String loop =
        """
        asked=0 failed=0
        until [ -e /tmp/stop ] && [ $asked -ge %1$d ]; do
          asked=$((asked + 1))
          page=$(wget -q -O - %2$s) || page=none
          case $page in %3$s) ;; *) failed=$((failed + 1)); echo "$page" ;; esac
        done
        [ $asked -ge %1$d ] && echo "$failed failed"
        """
            .formatted(times, url, pattern);
    return CompletableFuture.supplyAsync(() -> inPod(loop));
  }

  void stop() {
    inPod("touch /tmp/stop");
  }

  private String inPod(String script) {
    return node.kubectl("exec", pod, "-n", namespace, "--", "sh", "-c", script);
  }
}
