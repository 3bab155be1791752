package dev.gitexport.operator.gitexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.Gate;
import dev.gitexport.git.LfsServer;
import dev.gitexport.git.LocalServer;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.SshServer;
import dev.gitexport.operator.RemoteSite;
import dev.gitexport.test.Requires;
import dev.gitexport.test.cluster.OnCluster;
import dev.gitexport.test.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The operator, an API server and a git server.
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
final class RemoteSourceIT {

  private final TestCluster cluster;
  @TempDir private static Path directory = Path.of("");
  private RemoteSite site;

  RemoteSourceIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  void start() {
    RealGit.init(directory.resolve("projects/shop")).commit("one", "index.html", "one");
    site = RemoteSite.start(cluster, directory, Map.of());
  }

  @AfterAll
  void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  void aRepositoryIsFetchedOverHttp() {
    GitExports exports = new GitExports(cluster, cluster.namespace("remote"));
    exports.create("shop", spec(site.server().plainUrl("open", "shop/.git"), ""));

    exports.awaitReady("shop");
  }

  @Test
  void aNamespaceInsideANamespaceIsReadWithItsHead() {
    RealGit git = RealGit.init(directory.resolve("spaces"));
    git.commit("one", "index.html", "inner");
    git.commit("two", "index.html", "outer");
    Path bare = directory.resolve("projects/spaces.git");
    git.run("clone", "-q", "--bare", ".", bare.toString());
    String inside = "ext::git --namespace=a/b %s " + bare;
    git.run("-c", "protocol.ext.allow=always", "push", "-q", inside, "HEAD~1:refs/heads/trunk");
    String refs = "refs/namespaces/a/refs/namespaces/b/";
    git.in(bare).run("symbolic-ref", refs + "HEAD", refs + "refs/heads/trunk");
    String namespace = cluster.namespace("remote");
    GitExports exports = new GitExports(cluster, namespace);
    String url = site.server().plainUrl("open", "spaces.git");
    Path targets = directory.resolve("volume").resolve(namespace);

    for (String history : List.of("Shallow", "Full")) {
      String name = history.toLowerCase(Locale.ROOT);
      exports.create(name, spec(url, ", gitNamespace: a/b, history: " + history));
      exports.awaitReady(name);
      assertThat(targets.resolve(name).resolve("current/index.html")).hasContent("inner");
      exports.create(
          name + "-outside", spec(url, ", gitNamespace: a/b, treeish: main, history: " + history));
      exports.awaitMessage(name + "-outside", "TreeishNotFound");
    }
  }

  @Test
  void submodulesAreExportedFromTheSameServerOnly() {
    var lib = RealGit.init(directory.resolve("projects/lib")).commit("lib", "a.txt", "a");
    RealGit shop = RealGit.init(directory.resolve("projects/site"));
    gitlink(shop, "../../lib/.git", lib.name());
    String namespace = cluster.namespace("remote");
    GitExports exports = new GitExports(cluster, namespace);
    exports.create(
        "site", spec(site.server().plainUrl("open", "site/.git"), ", recurseSubmodules: true"));
    exports.awaitReady("site");
    Path current = directory.resolve("volume").resolve(namespace).resolve("site/current");
    assertThat(current.resolve("lib/a.txt")).hasContent("a");

    gitlink(shop, site.server().url("open", "lib/.git"), lib.name());
    exports.annotate("site", "gitexport.dev/requestedAt", "now");

    exports.awaitMessage("site", "Submodule 'lib'");
    assertThat(current.resolve("lib/a.txt")).hasContent("a");
  }

  @Test
  void lfsObjectsAreFetchedFromTheRepositorysServer() {
    Requires.program("git-lfs");
    String url = site.server().plainUrl("open", "media/.git");
    RealGit media = RealGit.init(directory.resolve("projects/media"));
    try (LfsServer lfs = LfsServer.start(site.server().lfsPort())) {
      media.run("lfs", "install", "--local");
      media.run("config", "lfs.url", lfs.url("info/lfs"));
      media.run("remote", "add", "origin", url);
      media.commit("one", ".gitattributes", "*.bin filter=lfs\n", "a.bin", "big");
      String namespace = cluster.namespace("remote");
      GitExports exports = new GitExports(cluster, namespace);
      exports.create("media", spec(url, ", lfs: true"));
      exports.awaitMessage("media", "'a.bin'");

      media.run("lfs", "push", "--all", "origin");
      exports.annotate("media", "gitexport.dev/requestedAt", "now");

      exports.awaitReady("media");
      Path current = directory.resolve("volume").resolve(namespace).resolve("media/current");
      assertThat(current.resolve("a.bin")).hasContent("big");
    }
  }

  private static void gitlink(RealGit git, String url, String commit) {
    git.write(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = %s\n".formatted(url));
    git.run("add", ".gitmodules");
    git.run("update-index", "--add", "--cacheinfo", "160000," + commit + ",lib");
    git.run("commit", "-q", "-m", "gitlink");
  }

  @Test
  void anInnerAddressThatNobodyAllowedIsRefused() {
    GitExports exports = new GitExports(cluster, cluster.namespace("remote"));
    exports.create(
        "shop",
        spec(site.server().plainUrl("open", "shop/.git").replace("localhost", "127.0.0.1"), ""));

    exports.awaitMessage("shop", "allowed-hosts");
  }

  @Test
  void aSecretThatAppearsOrChangesIsUsedAtOnceAndABadOneDisturbsNothing() {
    String namespace = cluster.namespace("remote");
    GitExports exports = new GitExports(cluster, namespace);
    exports.create(
        "shop", spec(site.server().url("basic", "shop/.git"), ", secretRef: {name: git}"));
    exports.awaitMessage("shop", "does not exist");

    site.putSecret(namespace, "wr0ng");
    exports.awaitMessage("shop", "HTTP 401");
    site.putSecret(namespace, "s3cret");
    exports.awaitReady("shop");
    site.putSecret(namespace, "wr0ng");

    var shop = exports.awaitMessage("shop", "HTTP 401");
    assertThat(shop.getStatus().current()).isNotNull();
    assertThat(index(namespace)).hasContent("one");
    assertThat(site.operator().log()).doesNotContain("wr0ng", "s3cret");
  }

  @Test
  void aReleaseOfHelmsIsNotEvenReadAsCredentials() {
    String namespace = cluster.namespace("remote");
    cluster
        .admin()
        .resource(site.secret(namespace, "s3cret").withType("helm.sh/release.v1").build())
        .create();
    GitExports exports = new GitExports(cluster, namespace);

    exports.create(
        "shop", spec(site.server().url("basic", "shop/.git"), ", secretRef: {name: git}"));

    exports.awaitMessage("shop", "a release of Helm's");
  }

  @Test
  void slowFlakyAndOutdatedCredentialsDisturbNothingAndTheNextGoodOnesAreUsedAtOnce() {
    RealGit git = RealGit.init(directory.resolve("projects/changing"));
    git.commit("one", "index.html", "one");
    site.server().admit("git", "first");
    try (Gate gate = Gate.before(site.server().plainUrl("changing", ""))) {
      String namespace = cluster.namespace("remote");
      GitExports exports = new GitExports(cluster, namespace);
      String url = gate.url() + "/changing/.git";
      site.putSecret(namespace, "first");
      exports.create("shop", spec(url, ", timeout: 10s, secretRef: {name: git}"));
      exports.awaitReady("shop");

      git.commit("two", "index.html", "two");
      gate.set(Gate.Mode.HANG);
      site.server().admit("git", "second");
      site.putSecret(namespace, "second");
      assertServesTheFirst(exports, namespace, "did not end in time");
      gate.set(Gate.Mode.BREAK_DOWN);
      assertServesTheFirst(exports, namespace, "HTTP 500");
      gate.set(Gate.Mode.REFUSE);
      assertServesTheFirst(exports, namespace, "HTTP 401");
      gate.set(Gate.Mode.PASS);
      site.server().admit("git", "third");
      site.putSecret(namespace, "third");

      exports.awaitThat("shop", _ -> assertThat(index(namespace)).hasContent("two"));
      exports.awaitReady("shop");
    }
  }

  private void assertServesTheFirst(GitExports exports, String namespace, String why) {
    var shop = exports.awaitMessage("shop", why);
    assertThat(shop.getStatus().current()).isNotNull();
    assertThat(index(namespace)).hasContent("one");
  }

  private static Path index(String namespace) {
    return directory.resolve("volume").resolve(namespace).resolve("shop/current/index.html");
  }

  @Test
  void aRepositoryIsFetchedOverSsh() {
    try (SshServer ssh = SshServer.start(directory.resolve("ssh"))) {
      String key = ssh.key("id", "-t", "ed25519", "-N", "");
      String namespace = cluster.namespace("remote");
      GitExports exports = new GitExports(cluster, namespace);
      exports.create(
          "shop",
          spec(ssh.url(directory.resolve("projects/shop/.git")), ", secretRef: {name: shop-ssh}"));

      put(identity(namespace, key, ssh.outdatedKnownHosts()));
      exports.awaitMessage("shop", "HostKeyRejected");
      put(identity(namespace, key, ssh.knownHosts()));
      exports.awaitReady("shop");
    }
  }

  @Test
  void lfsObjectsAreFetchedWhereTheSshServerSaysWithTheSecretsKey() {
    String basic = "Basic " + Base64.getEncoder().encodeToString("git:s3cret".getBytes(UTF_8));
    try (SshServer ssh = SshServer.start(directory.resolve("lfs-ssh"));
        LfsServer lfs = LfsServer.start(site.server().lfsPort())) {
      lfs.guard();
      lfs.storeAt(site.server().url("open", "film/info/lfs/storage"), Map.of());
      ssh.lfsAt(site.server().url("open", "film/info/lfs"), basic);
      RealGit film = RealGit.init(directory.resolve("projects/film"));
      film.commit("one", ".gitattributes", "*.bin filter=lfs\n", "a.bin", lfs.pointerTo("big"));
      String key = ssh.key("id", "-t", "ed25519", "-N", "");
      String stranger = ssh.strangeKey("stranger", "-t", "ed25519", "-N", "");
      String namespace = cluster.namespace("remote");
      GitExports exports = new GitExports(cluster, namespace);
      exports.create(
          "film",
          spec(
              ssh.url(directory.resolve("projects/film/.git")),
              ", lfs: true, secretRef: {name: shop-ssh}"));

      put(identity(namespace, stranger, ssh.knownHosts()));
      exports.awaitMessage("film", "refuses this key");
      put(identity(namespace, key, ssh.outdatedKnownHosts()));
      exports.awaitMessage("film", "HostKeyRejected");
      put(identity(namespace, key, ssh.knownHosts()));
      exports.awaitMessage("film", "unable to find valid certification path");
      assertThat(lfs.requests()).isEmpty();
      put(
          new SecretBuilder(identity(namespace, key, ssh.knownHosts()))
              .addToStringData("ca.crt", site.server().pem("ca.crt"))
              .build());

      exports.awaitReady("film");
      Path current = directory.resolve("volume").resolve(namespace).resolve("film/current");
      assertThat(current.resolve("a.bin")).hasContent("big");
      assertThat(lfs.requests()).hasSize(2).allMatch(line -> line.endsWith(basic));
      assertThat(site.operator().log() + exports.get("film") + exports.events("film"))
          .doesNotContain(basic);
    }
  }

  @Test
  void aProxyThatAppearsIsUsedAtOnce() {
    List<String> command = List.of("microsocks", "-i", "127.0.0.1", "-p", "@PORT@");
    try (LocalServer proxy = LocalServer.start(directory, command)) {
      String namespace = cluster.namespace("remote");
      GitExports exports = new GitExports(cluster, namespace);
      exports.create(
          "shop",
          spec(
              site.server().plainUrl("open", "shop/.git"), ", proxySecretRef: {name: shop-proxy}"));
      exports.awaitMessage("shop", "spec.proxySecretRef");

      cluster
          .admin()
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("shop-proxy")
                  .withNamespace(namespace)
                  .endMetadata()
                  .addToStringData("address", "socks5://localhost:" + proxy.port())
                  .build())
          .create();
      exports.awaitReady("shop");
      assertThat(proxy.said()).contains("localhost");
    }
  }

  private void put(Secret secret) {
    cluster.admin().resource(secret).forceConflicts().serverSideApply();
  }

  private static Secret identity(String namespace, String key, String knownHosts) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("shop-ssh")
        .withNamespace(namespace)
        .endMetadata()
        .withType("kubernetes.io/ssh-auth")
        .addToStringData("ssh-privatekey", key)
        .addToStringData("known_hosts", knownHosts)
        .build();
  }

  private static String spec(String url, String more) {
    return "{repository: '%s', interval: 1h%s}".formatted(url, more);
  }
}
