package dev.gitexport.e2e;

import java.util.concurrent.CompletableFuture;

/// A pod with a web server that serves the link of an export from a claim.
///
/// @param client asks it
record WebServer(Client client) {

  private static final String URL = "http://127.0.0.1:8080/web/site/current/index.html";
  private static final int REQUESTS = 2_000;

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
    node.awaitPod(namespace, "web");
    return new WebServer(new Client(node, namespace, "web"));
  }

  void awaitRelease(int number) {
    client.awaitAnswer(URL, "release " + number + " end\n");
  }

  String answer() {
    return client.answer(URL);
  }

  /// Asks for the page until [#stop] is called. Tells how often the answer was not a whole page.
  CompletableFuture<String> keepAsking() {
    return client.keepAsking(REQUESTS, URL, "'release '*' end'");
  }

  void stop() {
    client.stop();
  }
}
