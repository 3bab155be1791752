package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Requires;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures that git makes by gpg and ssh-keygen.
final class SignatureTest {

  private static GpgHome gpg = GpgHome.make();
  private static String alice = "";

  @TempDir private static Path keys = Path.of("");
  @TempDir private Path directory = Path.of("");
  private RealGit git = new RealGit(Path.of(""));

  @BeforeAll
  static void makeKeys() {
    Requires.program("ssh-keygen");
    alice = gpg.key("Alice <alice@example.com>", "ed25519", "0");
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      keygen("-q", "-t", type, "-N", "", "-C", type + "@example.com", "-f", type);
    }
  }

  @AfterAll
  static void removeKeys() {
    gpg.close();
  }

  @BeforeEach
  void makeRepository() {
    git = RealGit.init(directory.resolve("shop"));
    git.commit("one", "a", "1");
  }

  private static void keygen(String... arguments) {
    var command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).directory(keys.toFile()).inheritIO().start();
      assertThat(process.onExit().join().exitValue()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sign(String program, String key) {
    git.run("config", "gpg.program", program);
    git.run("config", "user.signingkey", key);
    git.run("config", "commit.gpgsign", "true");
  }

  private void signBySsh(String type) {
    git.run("config", "gpg.format", "ssh");
    git.run("config", "user.signingkey", keys.resolve(type).toString());
    git.run("config", "commit.gpgsign", "true");
  }

  private List<VerifiedSignature> check(
      VerifyMode mode, String treeish, Map<String, String> trusted) {
    try (var source = LocalRepository.open(git.directory(), new GitNamespace(""))) {
      var asked = new Treeish(treeish);
      return new SourceVerification(mode, TrustedKeys.of(trusted))
          .check(source, asked, source.resolve(asked), Instant.now());
    }
  }

  private void refuses(VerifyMode mode, String treeish, Map<String, String> trusted, String why) {
    assertThatThrownBy(() -> check(mode, treeish, trusted))
        .isInstanceOf(GitException.VerificationFailed.class)
        .hasMessageContaining(why);
  }

  private static Map<String, String> openPgp(String key) {
    return Map.of("key.asc", gpg.exported(key));
  }

  private static Map<String, String> ssh(String type) {
    return Map.of("key.sshpub", text(keys.resolve(type + ".pub")));
  }

  @Test
  void aCommitThatATrustedKeySignedIsVerified() {
    sign(gpg.program(), alice);
    ObjectId commit = git.commit("two", "a", "2");

    assertThat(check(VerifyMode.HEAD, "main", openPgp(alice)))
        .containsExactly(
            new VerifiedSignature(
                "commit " + commit.name(),
                "Alice <alice@example.com> (OpenPGP key " + alice + ")"));
    assertThat(check(VerifyMode.HEAD, "main:", openPgp(alice))).hasSize(1);
  }

  @Test
  void aTagIsVerifiedWithAndWithoutItsCommit() {
    git.run("config", "gpg.program", gpg.program());
    git.run("tag", "-s", "-u", alice, "-m", "release", "v1");
    git.run("tag", "-a", "-m", "release", "unsigned");

    assertThat(check(VerifyMode.TAG, "v1", openPgp(alice)))
        .extracting(VerifiedSignature::object)
        .containsExactly("tag v1");
    assertThat(check(VerifyMode.TAG, git.id("v1").name(), openPgp(alice))).hasSize(1);
    refuses(VerifyMode.TAG_AND_HEAD, "v1", openPgp(alice), "is not signed");
    refuses(VerifyMode.TAG, "unsigned", openPgp(alice), "tag unsigned is not signed");
    sign(gpg.program(), alice);
    git.commit("two", "a", "2");
    git.run("tag", "-s", "-m", "release", "v2");
    assertThat(check(VerifyMode.TAG_AND_HEAD, "v2", openPgp(alice)))
        .extracting(VerifiedSignature::object)
        .containsExactly("commit " + git.id("HEAD").name(), "tag v2");
  }

  @Test
  void whatHasNoSignatureIsRefused() {
    git.run("tag", "light");

    refuses(VerifyMode.HEAD, "main", openPgp(alice), "is not signed. Sign it");
    refuses(VerifyMode.HEAD, "main^{tree}", openPgp(alice), "is not signed");
    refuses(
        VerifyMode.HEAD, git.id("main^{tree}").name(), openPgp(alice), "a tree has no signature");
    refuses(VerifyMode.TAG, "main", openPgp(alice), "is no annotated tag");
    refuses(VerifyMode.TAG, "light", openPgp(alice), "is no annotated tag");
  }

  @Test
  void anOldTagUnderANewNameIsRefused() {
    git.run("config", "gpg.program", gpg.program());
    git.run("tag", "-s", "-u", alice, "-m", "release", "v1");
    git.run("update-ref", "refs/tags/v2", git.id("v1").name());
    String namespaced = "refs/namespaces/a/refs/tags/v1";
    git.run("update-ref", namespaced, git.id("v1").name());

    refuses(
        VerifyMode.TAG, "v2", openPgp(alice), "refs/tags/v2 is the tag 'v1' under another name");
    try (var source = LocalRepository.open(git.directory(), new GitNamespace("a"))) {
      var v1 = new Treeish("v1");
      assertThat(
              new SourceVerification(VerifyMode.TAG, TrustedKeys.of(openPgp(alice)))
                  .check(source, v1, source.resolve(v1), Instant.now()))
          .hasSize(1);
    }
  }

  @Test
  void aKeyThatNobodyTrustsIsRefused() {
    String mallory = gpg.key("Mallory <m@example.com>", "ed25519", "0");
    sign(gpg.program(), mallory);
    git.commit("two", "a", "2");

    refuses(VerifyMode.HEAD, "main", openPgp(alice), "none of the trusted keys. Add that key");
    refuses(VerifyMode.HEAD, "main", ssh("ed25519"), "none of the trusted keys");
    assertThat(
            check(
                VerifyMode.HEAD,
                "main",
                Map.of("a.asc", gpg.exported(alice), "m.asc", gpg.exported(mallory))))
        .hasSize(1);
  }

  @Test
  void aKeyThatExpiredSinceIsRefused() {
    String then = "20200101T000000!";
    String key = gpg.key("Old <old@example.com>", "ed25519", "1y", "--faked-system-time", then);
    sign(gpg.program("--faked-system-time", "'20200201T000000!'"), key);
    git.commit("two", "a", "2");

    refuses(VerifyMode.HEAD, "main", openPgp(key), "is expired");
  }

  @Test
  void aSignatureThatExpiredSinceIsRefused() {
    String then = "20200101T000000!";
    String key = gpg.key("Lasting <l@example.com>", "ed25519", "0", "--faked-system-time", then);
    String signing = "--faked-system-time '20200201T000000!' --default-sig-expire ";
    sign(gpg.program(signing + "1y"), key);
    git.commit("two", "a", "2");

    refuses(VerifyMode.HEAD, "main", openPgp(key), "has expired");
    sign(gpg.program(signing + "50y"), key);
    git.commit("three", "a", "3");
    assertThat(check(VerifyMode.HEAD, "main", openPgp(key))).hasSize(1);
  }

  @Test
  void aRevokedKeyIsRefused() {
    String key = gpg.key("Lost <lost@example.com>", "ed25519", "0");
    sign(gpg.program(), key);
    git.commit("two", "a", "2");
    assertThat(check(VerifyMode.HEAD, "main", openPgp(key))).hasSize(1);

    refuses(VerifyMode.HEAD, "main", Map.of("key.asc", gpg.revoked(key)), "is revoked");
  }

  @Test
  void aSigningSubkeyStandsForItsPrimaryKey() {
    String key = gpg.key("Sub <sub@example.com>", "ed25519", "0");
    gpg.gpg("--quick-add-key", key, "ed25519", "sign", "0");
    sign(gpg.program(), key);
    git.commit("two", "a", "2");

    assertThat(check(VerifyMode.HEAD, "main", openPgp(key)).getFirst().signer())
        .startsWith("Sub <sub@example.com>")
        .doesNotContain(key);
  }

  @Test
  void aSha1SignatureIsRefused() {
    String key = gpg.key("Weak <weak@example.com>", "rsa2048", "0");
    sign(gpg.program("--digest-algo", "SHA1"), key);
    git.commit("two", "a", "2");

    refuses(VerifyMode.HEAD, "main", openPgp(key), "weak");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpg", "ssh"})
  void aCommitThatWasChangedAfterwardsIsRefused(String kind) {
    if (kind.equals("gpg")) {
      sign(gpg.program(), alice);
    } else {
      signBySsh("ed25519");
    }
    git.commit("two", "a", "2");
    String commit = git.run("cat-file", "commit", "HEAD") + "\n";
    String changed =
        git.input(commit.replace("two", "too"), "hash-object", "-wt", "commit", "--stdin");
    String message = commit.substring(commit.indexOf("\n\n"));
    String signature = commit.substring(commit.indexOf("gpgsig"), commit.indexOf("\n\n"));
    String other =
        git.run("cat-file", "commit", "HEAD~1")
            .lines()
            .limit(3)
            .reduce((a, b) -> a + "\n" + b)
            .orElseThrow();
    String moved =
        git.input(other + "\n" + signature + message, "hash-object", "-wt", "commit", "--stdin");
    String twice =
        git.input(
            commit.replace("\n\n", "\n" + signature + "\n\n"),
            "hash-object",
            "-wt",
            "commit",
            "--literally",
            "--stdin");

    var trusted =
        Map.of("a.asc", gpg.exported(alice), "e.sshpub", text(keys.resolve("ed25519.pub")));
    refuses(VerifyMode.HEAD, changed, trusted, "was changed after it was signed");
    refuses(VerifyMode.HEAD, moved, trusted, "was changed after it was signed");
    refuses(VerifyMode.HEAD, twice, trusted, "was changed after it was signed");
  }

  @ParameterizedTest
  @CsvSource({"-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----"})
  void aSignatureThatCannotBeReadIsRefused(String begin) {
    String commit = git.run("cat-file", "commit", "HEAD");
    String broken =
        commit.replaceFirst(
            "\n\n", "\ngpgsig " + begin + "\n \n QUJD\n -----END SSH SIGNATURE-----\n\n");
    String id = git.input(broken + "\n", "hash-object", "-wt", "commit", "--stdin");

    refuses(VerifyMode.HEAD, id, openPgp(alice), "cannot be read");
  }

  @Test
  void anX509SignatureIsRefused() {
    String commit = git.run("cat-file", "commit", "HEAD");
    String signed =
        commit.replaceFirst("\n\n", "\ngpgsig -----BEGIN SIGNED MESSAGE-----\n QUJD\n\n");
    String id = git.input(signed + "\n", "hash-object", "-wt", "commit", "--stdin");

    refuses(VerifyMode.HEAD, id, openPgp(alice), "neither OpenPGP's nor SSH's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void sshKeysOfAllKindsSignCommitsAndTags(String type) {
    signBySsh(type);
    git.commit("two", "a", "2");
    git.run("tag", "-s", "-m", "release", "v1");

    assertThat(check(VerifyMode.TAG_AND_HEAD, "v1", ssh(type)))
        .hasSize(2)
        .allSatisfy(
            each -> assertThat(each.signer()).startsWith(type + "@example.com (SSH key SHA256:"));
    refuses(
        VerifyMode.HEAD, "v1", ssh(type.equals("rsa") ? "ecdsa" : "rsa"), "none of the trusted");
  }

  @Test
  void allowedSignersSayWhoAndWhen() {
    signBySsh("ed25519");
    git.commit("two", "a", "2"); // in November 2023
    String key = text(keys.resolve("ed25519.pub"));

    assertThat(
            check(VerifyMode.HEAD, "main", allowed("alice@example.com", key)).getFirst().signer())
        .startsWith("alice@example.com (");
    assertThat(
            check(
                VerifyMode.HEAD,
                "main",
                allowed("a@b valid-after=\"20230101Z\",valid-before=\"20240101000000\"", key)))
        .hasSize(1);
    refuses(
        VerifyMode.HEAD, "main", allowed("a@b valid-before=\"20230101\"", key), "was not valid");
    refuses(
        VerifyMode.HEAD, "main", allowed("a@b valid-after=\"202401010000\"", key), "was not valid");
    refuses(VerifyMode.HEAD, "main", allowed("a@b namespaces=\"file\"", key), "is not for git");
  }

  private static Map<String, String> allowed(String start, String key) {
    return Map.of("allowed.sshpub", "# team\n\n" + start + " " + key);
  }

  @Test
  void aSignatureForOtherThanGitIsRefused() throws Exception {
    signBySsh("ed25519");
    String commit = git.run("cat-file", "commit", "HEAD") + "\n";
    Files.writeString(keys.resolve("payload"), commit);
    keygen("-q", "-Y", "sign", "-n", "file", "-f", "ed25519", "payload");
    String signed = signed(commit, text(keys.resolve("payload.sig")));
    Files.delete(keys.resolve("payload.sig"));

    refuses(VerifyMode.HEAD, signed, ssh("ed25519"), "not for git but for 'file'");
  }

  private String signed(String commit, String signature) {
    String header = "gpgsig " + signature.strip().replace("\n", "\n ");
    return git.input(
        commit.replaceFirst("\n\n", "\n" + header + "\n\n"),
        "hash-object",
        "-wt",
        "commit",
        "--stdin");
  }

  @Test
  void anSshSignatureBySha1IsRefused() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    var rsa = (RSAPublicKey) pair.getPublic();
    byte[] blob =
        strings(
            "ssh-rsa".getBytes(UTF_8),
            rsa.getPublicExponent().toByteArray(),
            rsa.getModulus().toByteArray());
    String commit = git.run("cat-file", "commit", "HEAD") + "\n";
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(commit.getBytes(UTF_8));
    var signer = Signature.getInstance("SHA1withRSA");
    signer.initSign(pair.getPrivate());
    signer.update("SSHSIG".getBytes(UTF_8));
    signer.update(strings("git".getBytes(UTF_8), new byte[0], "sha512".getBytes(UTF_8), digest));
    byte[] fields =
        strings(
            blob,
            "git".getBytes(UTF_8),
            new byte[0],
            "sha512".getBytes(UTF_8),
            strings("ssh-rsa".getBytes(UTF_8), signer.sign()));
    var whole = new ByteArrayOutputStream();
    whole.write("SSHSIG\0\0\0\1".getBytes(UTF_8));
    whole.write(fields);
    String armoured =
        "-----BEGIN SSH SIGNATURE-----\n%s\n-----END SSH SIGNATURE-----"
            .formatted(
                Base64.getMimeEncoder(70, "\n".getBytes(UTF_8))
                    .encodeToString(whole.toByteArray()));

    refuses(
        VerifyMode.HEAD,
        signed(commit, armoured),
        Map.of("k.sshpub", "ssh-rsa " + Base64.getEncoder().encodeToString(blob)),
        "weak or unknown kind 'ssh-rsa'");
  }

  private static byte[] strings(byte[]... parts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    for (byte[] part : parts) {
      out.writeInt(part.length);
      out.write(part);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key.txt | x | it has no keys",
        "key.asc | x | key.asc: it is no OpenPGP public key",
        "key.sshpub | '' | it holds no SSH public key",
        "key.sshpub | x | no SSH public key",
        "key.sshpub | ssh-ed25519 AAAA | cannot be read",
        "key.sshpub | a@b cert-authority ssh-ed25519 KEY | the option cert-authority is not supported",
        "key.sshpub | a@b valid-after=\"soon\" ssh-ed25519 KEY | is no time",
        "key.sshpub | ssh-rsa KEY | of another kind",
      })
  void whatIsNoKeyIsRefused(String name, String content, String why) {
    String key = text(keys.resolve("ed25519.pub")).split(" ", -1)[1];

    assertThatThrownBy(() -> TrustedKeys.of(Map.of(name, content.replace("KEY", key))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
