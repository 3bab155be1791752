package dev.gitexport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What is there before the operator is: a volume, a git server and the namespaces, one for the
/// operator and one for a tenant, none with anything in it that is not restricted.
final class Stage implements AutoCloseable {

  static final String SYSTEM = "gitexport-system";
  static final String TENANT = "web";

  private final Node node;
  private final Path volume;
  private final Path repositories;
  private final GitServer server;
  private final RealGit git;

  private Stage(Node node, Path volume, Path repositories, GitServer server) {
    this.node = node;
    this.volume = volume;
    this.repositories = repositories;
    this.server = server;
    this.git = repository("site");
  }

  static Stage set(Node node, Path directory) {
    try {
      Path volume = Files.createDirectory(directory.resolve("volume"));
      Path repositories = Files.createDirectory(directory.resolve("repositories"));
      Commands.run(directory, Map.of(), "chown", "65532:65532", volume.toString());
      node.restrictedNamespace(SYSTEM);
      node.restrictedNamespace(TENANT);
      node.restrictedNamespace(GitServer.NAMESPACE);
      node.claim(GitServer.NAMESPACE, "repositories", repositories);
      GitServer server = GitServer.start(node, "repositories", directory.resolve("keys"));
      node.claim(TENANT, "content", volume);
      return new Stage(node, volume, repositories, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path volume() {
    return volume;
  }

  /// The repository `site`.
  RealGit git() {
    return git;
  }

  /// Another repository that the git server has.
  RealGit repository(String name) {
    return RealGit.init(repositories.resolve(name));
  }

  /// Another repository, which takes pushes, and has a branch `main` with one page.
  RealGit pushable(String name) {
    RealGit pushable = new RealGit(repositories.resolve(name));
    repository("seed-of-" + name).commit("seed", "index.html", "seed\n");
    git.in(repositories).run("clone", "-q", "--bare", "--no-hardlinks", "seed-of-" + name, name);
    pushable.run("config", "http.receivepack", "true");
    pushable.run("config", "core.sharedRepository", "0666");
    Commands.run(repositories, Map.of(), "chmod", "-R", "a+rwX", name);
    return pushable;
  }

  GitServer server() {
    return server;
  }

  /// Commits a page that says which release it is of.
  void release(int number) {
    git.commit(
        "release " + number,
        "index.html",
        "release " + number + " end\n",
        "pages/" + number + ".html",
        "page " + number);
  }

  void export(String namespace, String name) {
    export(namespace, name, "repository: " + GitServer.url("site"));
  }

  /// @param more lines of YAML of its spec, the repository among them
  void export(String namespace, String name, String... more) {
    node.apply(
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {namespace: %s, name: %s}
        spec:
          treeish: main
          interval: 1s
          %s
        """
            .formatted(namespace, name, String.join("\n  ", more)));
  }

  /// A web server of the tenant, on the volume, which it cannot write to.
  WebServer webServer() {
    return WebServer.start(node, TENANT);
  }

  /// Puts all away that a test left in the cluster.
  @Override
  public void close() {
    node.helm("uninstall", "gitexport", "-n", SYSTEM, "--ignore-not-found", "--wait");
    String gone = "--ignore-not-found";
    node.kubectl("delete", "deployment", "gitexport", "-n", SYSTEM, gone, Node.TIMEOUT);
    node.kubectl(
        "delete", "crd", "gitexports.gitexport.dev", "gitsyncs.gitexport.dev", gone, Node.TIMEOUT);
    node.kubectl("delete", "clusterrolebinding,clusterrole", "gitexport", gone);
    node.kubectl("delete", "clusterrole", "gitexport-view", "gitexport-edit", gone);
    node.kubectl("delete", "namespace", SYSTEM, TENANT, GitServer.NAMESPACE, gone, Node.TIMEOUT);
    node.kubectl("delete", "persistentvolume", "-l", "gitexport.dev/test=e2e", Node.TIMEOUT);
    assertThat(volume).exists();
  }
}
