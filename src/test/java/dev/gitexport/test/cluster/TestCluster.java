package dev.gitexport.test.cluster;

import dev.gitexport.test.Patience;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A running cluster with an administrator's access. Thread safe.
public final class TestCluster implements AutoCloseable {

  private static final long TOKEN_SECONDS = 7200;

  private final String description;
  private final Config admin;
  private final KubernetesClient client;
  private final Runnable stop;
  private final Optional<Path> audit;

  /// @param stop stops it
  TestCluster(String description, Config admin, Runnable stop) {
    this(description, admin, stop, Optional.empty());
  }

  /// @param audit where the API server notes what service accounts ask for, a JSON object a line
  TestCluster(String description, Config admin, Runnable stop, Optional<Path> audit) {
    this.description = description;
    this.admin = admin;
    this.client = new KubernetesClientBuilder().withConfig(admin).build();
    this.stop = stop;
    this.audit = audit;
  }

  public String description() {
    return description;
  }

  /// What service accounts asked for so far, a JSON object a line; empty when the cluster does not
  /// tell.
  public Optional<Path> audit() {
    return audit;
  }

  public String version() {
    return client.getKubernetesVersion().getGitVersion();
  }

  /// The administrator.
  public KubernetesClient admin() {
    return client;
  }

  /// Makes a namespace of a name that no other test has.
  ///
  /// @param purpose the first part of its name
  public String namespace(String purpose) {
    byte[] random = new byte[4];
    ThreadLocalRandom.current().nextBytes(random);
    String name = purpose + "-" + HexFormat.of().formatHex(random);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /// Applies every object of a manifest, in a namespace unless it has its own.
  public void apply(Path manifest, String namespace) {
    try (var in = Files.newInputStream(manifest)) {
      client.load(in).inNamespace(namespace).forceConflicts().serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Applies a CRD and waits until the API server serves it.
  public void applyDefinition(Path manifest) {
    try (var in = Files.newInputStream(manifest)) {
      var definition = client.apiextensions().v1().customResourceDefinitions().load(in);
      definition.forceConflicts().serverSideApply();
      definition.waitUntilCondition(
          TestCluster::isEstablished, Patience.LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(condition ->
                condition.getType().equals("Established") && condition.getStatus().equals("True"));
  }

  /// Writes a kubeconfig of the administrator.
  public Path adminKubeconfig(Path file) {
    return kubeconfig(file, userOf(admin), "default");
  }

  /// Writes a kubeconfig of a ServiceAccount, with a token of its own.
  public Path kubeconfig(Path file, String namespace, String serviceAccount) {
    return kubeconfig(file, Map.of("token", token(namespace, serviceAccount)), namespace);
  }

  /// A client that may do what a ServiceAccount may.
  public KubernetesClient as(String namespace, String serviceAccount) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl(admin.getMasterUrl())
                .withCaCertData(caData())
                .withOauthToken(token(namespace, serviceAccount))
                .withNamespace(namespace)
                .withAutoConfigure(false)
                .build())
        .build();
  }

  private String token(String namespace, String serviceAccount) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_SECONDS)
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(serviceAccount)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  private static Map<String, String> userOf(Config config) {
    return config.getOauthToken() != null
        ? Map.of("token", config.getOauthToken())
        : Map.of(
            "client-certificate-data",
            config.getClientCertData(),
            "client-key-data",
            config.getClientKeyData());
  }

  private Path kubeconfig(Path file, Map<String, String> user, String namespace) {
    var cluster = Map.of("server", admin.getMasterUrl(), "certificate-authority-data", caData());
    var content =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Config",
            "current-context",
            "test",
            "clusters",
            List.of(Map.of("name", "test", "cluster", cluster)),
            "users",
            List.of(Map.of("name", "test", "user", user)),
            "contexts",
            List.of(
                Map.of(
                    "name",
                    "test",
                    "context",
                    Map.of("cluster", "test", "user", "test", "namespace", namespace))));
    try {
      return Files.writeString(file, Serialization.asJson(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String caData() {
    String data = admin.getCaCertData();
    if (data != null) {
      return data;
    }
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(admin.getCaCertFile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    stop.run();
  }
}
