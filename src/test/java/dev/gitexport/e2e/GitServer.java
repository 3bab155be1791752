package dev.gitexport.e2e;

/// A pod that serves the repositories of a directory of this machine over http, inside the cluster.
final class GitServer {

  static final String NAMESPACE = "sources";
  static final String HOST = "git.sources.svc.cluster.local";

  private GitServer() {}

  /// @param repositories a claim in its namespace
  static void start(Node node, String repositories) {
    node.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %1$s, name: git}
        spec:
          selector: {app: git}
          ports: [{port: 8080}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %1$s, name: git, labels: {app: git}}
        spec:
          terminationGracePeriodSeconds: 0
          securityContext: {runAsNonRoot: true, runAsUser: 101, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: git
            image: git:local
            imagePullPolicy: Never
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: repositories, mountPath: /repositories, readOnly: true}]
          volumes:
          - name: repositories
            persistentVolumeClaim: {claimName: %2$s}
        """
            .formatted(NAMESPACE, repositories));
    node.awaitPod(NAMESPACE, "git");
  }

  static String url(String repository) {
    return "http://%s:8080/%s".formatted(HOST, repository);
  }
}
