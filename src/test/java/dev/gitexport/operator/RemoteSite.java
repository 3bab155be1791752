package dev.gitexport.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GitHttpServer;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A git server on this machine, and an operator that may connect to it.
///
/// @param server of what is below `projects`
public record RemoteSite(TestCluster cluster, GitHttpServer server, OperatorProcess operator)
    implements AutoCloseable {

  /// @param directory gets `volume`, and has `projects`
  /// @param settings of the operator, beside those that allow the server
  public static RemoteSite start(
      TestCluster cluster, Path directory, Map<String, String> settings) {
    GitHttpServer server =
        GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
    Map<String, String> all = new HashMap<>(settings);
    all.put("GITEXPORT_SOURCES_SCHEMES", "https,http,ssh");
    all.put("GITEXPORT_SOURCES_ALLOWED_HOSTS", "localhost");
    return new RemoteSite(cluster, server, OperatorProcess.start(cluster, directory, all));
  }

  /// Makes the Secret `git`, or changes it.
  public void putSecret(String namespace, String password) {
    cluster
        .admin()
        .resource(secret(namespace, password).build())
        .forceConflicts()
        .serverSideApply();
  }

  /// The Secret `git`, which is not made yet.
  public SecretBuilder secret(String namespace, String password) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("git")
        .withNamespace(namespace)
        .endMetadata()
        .addToStringData("username", "git")
        .addToStringData("password", password)
        .addToStringData("ca.crt", server.pem("ca.crt"));
  }

  @Override
  public void close() {
    assertThat(operator.terminate()).as(operator.log()).isIn(0, 143);
    server.close();
  }
}
