package dev.gitexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GitHttpServer;
import dev.gitexport.git.LfsServer;
import dev.gitexport.git.LocalServer;
import dev.gitexport.git.SshServer;
import dev.gitexport.test.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program and a git server.
final class RemoteRepositoryIT {

  @TempDir Path directory;
  private Shell shell;
  private GitHttpServer server;

  @BeforeEach
  void serve() {
    shell = new Shell(directory);
    shell.commit("projects/shop", "index.html", "one\n", "style.css", "css\n");
    Shell.git(directory.resolve("projects/shop"), "tag", "v1");
    shell.commit("projects/shop", "index.html", "two\n");
    server = GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void exportsFromAUrlAndLinksFromAPriorOfIt() {
    String url = server.plainUrl("open", "shop/.git");
    var first =
        shell.run("export", "--repository", url, "--store", "store", "v1", directory + "/v1");
    var second =
        shell.run(
            "export",
            "--repository",
            url,
            "--store",
            "store",
            "-l",
            "v1," + directory + "/v1",
            "--",
            "main",
            directory + "/v2");

    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).containsPattern("linked +2");
    assertThat(directory.resolve("v2/index.html")).hasContent("two\n");
  }

  @Test
  void appliesAFolderOfAUrlWithTheSecretBesideIt() throws Exception {
    Shell.git(directory.resolve("projects"), "init", "-q", "--bare", "-b", "live", "content.git");
    Path remote = directory.resolve("projects/content.git");
    Shell.git(remote, "config", "http.receivepack", "true");
    shell.file("volume/web/content/page.html", "page");
    shell.file(
        "content.yaml",
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitSync
        metadata: {name: content, namespace: web}
        spec:
          repository: %s
          branch: live
          volume: {path: content}
          secretRef: {name: git}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: git, namespace: web}
        stringData:
          username: git
          password: s3cret
          ca.crt: |
        %s
        """
            .formatted(server.url("basic", "content.git"), server.pem("ca.crt").indent(4)));
    String[] apply = {"apply", "-f", "content.yaml", "--volume", "volume", "--output", "json"};

    var pushed = shell.run(apply);

    assertThat(pushed.err()).isEmpty();
    assertThat(pushed.out()).contains("\"Synced\"").doesNotContain("s3cret");
    assertThat(Shell.git(remote, "show", "live:page.html")).isEqualTo("page");
    server.goAway();
    shell.file("volume/web/content/page.html", "while away");
    assertThat(shell.run(apply).code()).isEqualTo(11);
    server.comeBack();
    assertThat(shell.run(apply).code()).isZero();
    assertThat(Shell.git(remote, "show", "live:page.html")).isEqualTo("while away");
  }

  @Test
  void appliesAManifestOfAUrl() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    manifest(server.plainUrl("open", "shop/.git"));

    var applied = apply();

    assertThat(applied.err()).isEmpty();
    assertThat(applied.code()).isZero();
    assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("two\n");
  }

  @Test
  void exportsSubmodulesOfAUrlAndOfAClone() throws Exception {
    String commit = shell.commit("projects/lib", "a.txt", "a\n");
    Path shop = directory.resolve("projects/shop");
    shell.file(
        "projects/shop/.gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = ../../lib/.git\n");
    Shell.git(shop, "update-index", "--add", "--cacheinfo", "160000," + commit + ",lib");
    Shell.git(shop, "add", ".gitmodules");
    Shell.git(shop, "commit", "-q", "-m", "submodule");
    String url = server.plainUrl("open", "shop/.git");
    Files.createDirectory(directory.resolve("volume"));
    shell.file("shop.yaml", manifest(url) + "  recurseSubmodules: true\n");

    var ofUrl =
        shell.run(
            "export", "--repository", url, "--store", "store", "--recurse-submodules", "main", "u");
    var ofClone =
        shell.run("export", "--repository", shop.toString(), "--recurse-submodules", "main", "c");
    var applied = apply();

    assertThat(ofUrl.err()).isEmpty();
    assertThat(directory.resolve("u/lib/a.txt")).hasContent("a\n");
    assertThat(ofClone.code()).isEqualTo(11);
    assertThat(ofClone.err()).contains("Submodule 'lib'").contains("git submodule update --init");
    assertThat(directory.resolve("c")).doesNotExist();
    assertThat(applied.err()).isEmpty();
    assertThat(directory.resolve("volume/web/shop/current/lib/a.txt")).hasContent("a\n");
  }

  @Test
  void exportsLfsObjectsOfAUrlOnceAndLinksThem() throws Exception {
    Requires.program("git-lfs");
    String url = server.plainUrl("open", "shop/.git");
    Path shop = directory.resolve("projects/shop");
    Files.createDirectory(directory.resolve("volume"));
    shell.file("shop.yaml", manifest(url) + "  lfs: true\n");
    try (LfsServer lfs = LfsServer.start(server.lfsPort())) {
      Shell.git(shop, "lfs", "install", "--local");
      Shell.git(shop, "config", "lfs.url", lfs.url("info/lfs"));
      Shell.git(shop, "remote", "add", "origin", url);
      shell.commit("projects/shop", ".gitattributes", "*.bin filter=lfs\n", "a.bin", "big\n");
      Shell.git(shop, "lfs", "push", "--all", "origin");
      var first = apply();
      long downloads = downloads(lfs);
      shell.commit("projects/shop", "index.html", "three\n");
      var second = apply();
      var folder =
          shell.run("export", "--repository", url, "--store", "store", "--lfs", "main", "f");

      assertThat(first.err() + second.err() + folder.err()).isEmpty();
      assertThat(directory.resolve("volume/web/shop/current/a.bin")).hasContent("big\n");
      assertThat(directory.resolve("f/a.bin")).hasContent("big\n");
      assertThat(downloads).isOne();
      assertThat(lfs.requests()).filteredOn(line -> line.startsWith("POST /open/")).hasSize(2);
    }
  }

  private static long downloads(LfsServer lfs) {
    return lfs.requests().stream().filter(line -> line.startsWith("GET")).count();
  }

  @Test
  void aServerThatWantsAPasswordIsExitTen() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    manifest(server.plainUrl("basic", "shop/.git"));

    assertThat(apply().code()).isEqualTo(10);
  }

  @Test
  void aSecretBesideTheResourceOpensIt() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    String resource =
        manifest(server.url("basic", "shop/.git")) + "  secretRef: {name: shop-git}\n";
    shell.file("shop.yaml", resource);

    var without = apply();
    shell.file("shop.yaml", resource + secret("wr0ng"));
    var wrong = apply();
    shell.file("shop.yaml", resource + secret("s3cret"));
    var right = apply("--output", "yaml");

    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("web/shop-git");
    assertThat(wrong.code()).isEqualTo(10);
    assertThat(right.err()).isEmpty();
    assertThat(right.code()).isZero();
    assertThat(wrong.out() + wrong.err() + right.out()).doesNotContain("wr0ng", "s3cret");
    assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("two\n");
  }

  private String secret(String password) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: shop-git, namespace: web}
    data: {username: Z2l0}
    stringData:
      password: %s
      ca.crt: |
    %s
    """
        .formatted(password, server.pem("ca.crt").indent(4));
  }

  @Test
  void environmentVariablesOpenWhatTheCommandLineNames() {
    Map<String, String> variables =
        Map.of(
            "GITEXPORT_GIT_USERNAME",
            "git",
            "GITEXPORT_GIT_PASSWORD",
            "s3cret",
            "GITEXPORT_GIT_CA_FILE",
            directory + "/server/ca.crt");
    String url = server.url("basic", "shop/.git");
    String[] export = {"export", "--repository", url, "--store", "store", "v1", directory + "/v1"};

    assertThat(shell.run(export).code()).isEqualTo(11);
    assertThat(shell.run("", variables, export).err()).isEmpty();
    assertThat(directory.resolve("v1/index.html")).hasContent("one\n");
    assertThat(shell.run("", Map.of("GITEXPORT_GIT_USERNAME", "git"), export).code()).isEqualTo(2);
    assertThat(shell.run("", Map.of("GITEXPORT_GIT_CA_FILE", "none"), export).code()).isEqualTo(2);
  }

  @Test
  void readsOverSshByVariablesAndByAManifest() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    try (SshServer ssh = SshServer.start(directory.resolve("ssh"))) {
      String key = ssh.key("id", "-t", "ed25519", "-N", "s3cret");
      shell.file("known_hosts", ssh.knownHosts());
      String url = ssh.url(directory.resolve("projects/shop/.git"));
      Map<String, String> variables =
          Map.of(
              "GITEXPORT_GIT_IDENTITY_FILE",
              ssh.file("id").toString(),
              "GITEXPORT_GIT_PASSWORD",
              "s3cret",
              "GITEXPORT_GIT_KNOWN_HOSTS_FILE",
              "known_hosts");
      String[] export = {
        "export", "--repository", url, "--store", "store", "v1", directory + "/v1"
      };

      assertThat(shell.run(export).code()).isEqualTo(10);
      assertThat(shell.run("", variables, export).err()).isEmpty();
      assertThat(directory.resolve("v1/index.html")).hasContent("one\n");

      shell.file(
          "shop.yaml",
          manifest(url)
              + "  secretRef: {name: shop-git}\n"
              + identity(key, "s3cret", ssh.knownHosts()));
      assertThat(apply().err()).isEmpty();
      assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("two\n");

      shell.file("known_hosts", ssh.outdatedKnownHosts());
      var changed = shell.run("", variables, export);
      assertThat(changed.code()).isEqualTo(10);
      assertThat(changed.err()).contains("ssh-keyscan");
    }
  }

  @Test
  void exportsLfsObjectsFromWhereTheSshServerSays() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    String basic = "Basic " + Base64.getEncoder().encodeToString("git:s3cret".getBytes(UTF_8));
    try (SshServer ssh = SshServer.start(directory.resolve("ssh"));
        LfsServer lfs = LfsServer.start(server.lfsPort())) {
      lfs.guard();
      lfs.storeAt(server.url("open", "shop/info/lfs/storage"), Map.of());
      ssh.lfsAt(server.url("open", "shop/info/lfs"), basic);
      shell.commit(
          "projects/shop", ".gitattributes", "*.bin filter=lfs\n", "a.bin", lfs.pointerTo("big\n"));
      String key = ssh.key("id", "-t", "ed25519", "-N", "s3cret");
      String url = ssh.url(directory.resolve("projects/shop/.git"));
      shell.file(
          "shop.yaml",
          manifest(url)
              + "  lfs: true\n  secretRef: {name: shop-git}\n"
              + identity(key, "s3cret", ssh.knownHosts())
              + "  ca.crt: |\n"
              + server.pem("ca.crt").indent(4));

      var applied = apply("--output", "json");

      assertThat(applied.err()).isEmpty();
      assertThat(applied.out()).doesNotContain("s3cret", basic);
      assertThat(directory.resolve("volume/web/shop/current/a.bin")).hasContent("big\n");
      assertThat(lfs.requests()).hasSize(2).allMatch(line -> line.endsWith(basic));
    }
  }

  @Test
  void goesThroughAProxyByVariablesAndByAManifest() throws Exception {
    Files.createDirectory(directory.resolve("volume"));
    List<String> command =
        List.of("microsocks", "-i", "127.0.0.1", "-p", "@PORT@", "-u", "me", "-P", "s3cret");
    try (LocalServer proxy = LocalServer.start(directory, command)) {
      String url = server.plainUrl("open", "shop/.git");
      String address = "socks5://localhost:" + proxy.port();
      String[] export = {
        "export", "--repository", url, "--store", "store", "v1", directory + "/v1"
      };
      var variables =
          Map.of(
              "GITEXPORT_GIT_PROXY",
              address,
              "GITEXPORT_GIT_PROXY_USERNAME",
              "me",
              "GITEXPORT_GIT_PROXY_PASSWORD",
              "s3cret");

      assertThat(shell.run("", Map.of("GITEXPORT_GIT_PROXY", "proxy:1"), export).code())
          .isEqualTo(2);
      assertThat(shell.run("", Map.of("GITEXPORT_GIT_PROXY", address), export).code())
          .isEqualTo(10);
      assertThat(shell.run("", variables, export).err()).isEmpty();
      assertThat(directory.resolve("v1/index.html")).hasContent("one\n");

      String resource = manifest(url) + "  proxySecretRef: {name: proxy}\n";
      shell.file("shop.yaml", resource);
      assertThat(apply().err()).contains("spec.proxySecretRef");
      shell.file("shop.yaml", resource + proxySecret(address));
      assertThat(apply().err()).isEmpty();
      assertThat(directory.resolve("volume/web/shop/current/index.html")).hasContent("two\n");
    }
  }

  private static String proxySecret(String address) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: proxy, namespace: web}
    stringData: {address: '%s', username: me, password: s3cret}
    """
        .formatted(address);
  }

  private static String identity(String key, String passphrase, String knownHosts) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: shop-git, namespace: web}
    stringData:
      password: %s
      identity: |
    %s  known_hosts: |
    %s
    """
        .formatted(passphrase, key.indent(4), knownHosts.indent(4));
  }

  @Test
  void whatIsThereAlreadyCostsOneRequest() {
    String url = server.plainUrl("open", "shop/.git");
    String[] export = {"export", "--repository", url, "--store", "store", "v1"};
    assertThat(shell.run(with(export, directory + "/first")).code()).isZero();
    long before = lookups();

    for (String place : List.of("/second", "/third", "/fourth")) {
      assertThat(shell.run(with(export, directory + place)).code()).isZero();
    }

    assertThat(lookups() - before).isEqualTo(3);
  }

  private long lookups() {
    return server.requests().stream().filter(line -> line.contains("/open/shop")).count();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @Test
  void aStoreOfASourceWithCredentialsIsLookedAfter() {
    Map<String, String> variables =
        Map.of(
            "GITEXPORT_GIT_USERNAME",
            "git",
            "GITEXPORT_GIT_PASSWORD",
            "s3cret",
            "GITEXPORT_GIT_CA_FILE",
            directory + "/server/ca.crt");
    String url = server.url("basic", "shop/.git");
    String[] which = {"--repository", url, "--store", "store"};

    assertThat(
            shell
                .run(
                    "",
                    variables,
                    with(new String[] {"export"}, with(which, "v1", directory + "/v1")))
                .code())
        .isZero();
    assertThat(shell.run(with(new String[] {"store", "stats"}, which)).err()).contains("--secret");
    for (String command : List.of("stats", "gc", "verify")) {
      String[] words = with(new String[] {"store", command}, which);
      assertThat(shell.run("", variables, words).err()).isEmpty();
      assertThat(shell.run(with(words, "--secret", "variables")).code()).isZero();
    }
    assertThat(
            shell
                .run(
                    "",
                    variables,
                    with(new String[] {"store", "fetch", "--refspec", "main"}, which))
                .out())
        .contains("refs/heads/main");
  }

  private Shell.Result apply(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("apply", "-f", "shop.yaml", "--volume", "volume", "--store", "store"));
    args.addAll(List.of(more));
    return shell.run(args.toArray(new String[0]));
  }

  private String manifest(String url) {
    String text =
        """
        apiVersion: gitexport.dev/v1alpha1
        kind: GitExport
        metadata: {name: shop, namespace: web}
        spec:
          repository: %s
        """
            .formatted(url);
    shell.file("shop.yaml", text);
    return text;
  }
}
