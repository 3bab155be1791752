package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;

import dev.gitexport.docs.Markdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The operator by kubectl alone, from a user's own kustomization.
///
/// @param node where it is applied
/// @param directory below `deploy`
record Manifests(Node node, String directory) implements Installation {

  private static final Path WORK = Path.of("target/e2e");
  private static final Markdown GUIDE = Markdown.guide("install");

  Manifests(Node node) {
    this(node, "manifests");
  }

  @Override
  public String provide(Path volume) {
    node.volume(SYSTEM, "gitexport", volume);
    return "gitexport";
  }

  @Override
  public void install() {
    apply("first");
  }

  @Override
  public void check() {
    node.kubectl(
        "wait", "deployment/gitexport", "-n", SYSTEM, "--for=condition=Available", Node.TIMEOUT);
  }

  @Override
  public void upgrade() {
    apply("next");
  }

  @Override
  public void rollback() {
    node.type(GUIDE.command("kubectl rollout undo"));
    awaitRollout();
  }

  @Override
  public void uninstall() {
    node.type(GUIDE.command("make undeploy"));
    node.kubectl("wait", "pod", "--all", "-n", SYSTEM, "--for=delete", Node.TIMEOUT);
  }

  private void apply(String release) {
    try {
      Files.createDirectories(WORK);
      Files.writeString(WORK.resolve("kustomization.yaml"), kustomization(release));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.kubectl("apply", "--server-side", "--force-conflicts", "-k", WORK.toString());
    awaitRollout();
  }

  private void awaitRollout() {
    node.kubectl("rollout", "status", "deployment/gitexport", "-n", SYSTEM, Node.TIMEOUT);
  }

  private String kustomization(String release) {
    return """
    apiVersion: kustomize.config.k8s.io/v1beta1
    kind: Kustomization
    resources: [../../deploy/%s]
    images: [{name: gitexport, newTag: local}]
    patches:
    - target: {kind: PersistentVolumeClaim}
      patch: "- {op: add, path: /spec/storageClassName, value: ''}"
    - patch: |
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: gitexport, namespace: gitexport-system}
        spec:
          template:
            metadata: {annotations: {release: %s}}
            spec:
              containers:
              - name: gitexport
                env:
                - {name: GITEXPORT_SOURCES_SCHEMES, value: http}
                - {name: GITEXPORT_SOURCES_ALLOWED_HOSTS, value: %s}
    """
        .formatted(directory, release, GitServer.HOST);
  }
}
