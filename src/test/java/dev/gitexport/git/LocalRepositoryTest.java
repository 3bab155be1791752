package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRepositoryTest {

  @TempDir Path directory;

  private RealGit git;

  @BeforeEach
  void makeRepository() {
    git = RealGit.init(directory.resolve("repo"));
    git.commit("one", "a.txt", "1");
    git.commit("two", "a.txt", "2", "dir/b.txt", "b");
  }

  @Test
  void opensAWorktreeAGitDirectoryAndABareClone() {
    git.run("clone", "-q", "--bare", ".", "../bare.git");

    for (String place : List.of("repo", "repo/.git", "bare.git", "bare")) {
      assertThat(resolve(directory.resolve(place), "HEAD").revision().id())
          .isEqualTo(git.id("HEAD"));
    }
  }

  @Test
  void opensALinkedWorktreeWithItsOwnHead() {
    git.run("worktree", "add", "-q", "-b", "linked", "../linked", "HEAD~1");

    ResolvedTree head = resolve(directory.resolve("linked"), "HEAD");

    assertThat(head.revision().id()).isEqualTo(git.id("HEAD~1"));
    assertThat(resolve(directory.resolve("linked"), "main").revision().id())
        .isEqualTo(git.id("main"));
  }

  @Test
  void opensASubmoduleThroughItsGitFile() {
    git.run("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "./.", "sub");

    assertThat(resolve(directory.resolve("repo/sub"), "HEAD").revision().id())
        .isEqualTo(git.id("HEAD"));
  }

  @Test
  void readsThroughAlternatesAndSymlinkedObjectDirectories() throws IOException {
    git.run("clone", "-q", "--shared", ".", "../shared");
    git.run("clone", "-q", "--bare", ".", "../linked.git");
    Path objects = directory.resolve("linked.git/objects");
    Files.move(objects, directory.resolve("elsewhere"));
    Files.createSymbolicLink(objects, directory.resolve("elsewhere"));

    for (String place : List.of("shared", "linked.git")) {
      assertThat(resolve(directory.resolve(place), "HEAD~1").tree())
          .isEqualTo(git.id("HEAD~1^{tree}"));
    }
  }

  @Test
  void discoversUpward() throws IOException {
    Path below = Files.createDirectories(directory.resolve("repo/dir/deeper"));

    assertThat(LocalRepository.discover(below)).isEqualTo(directory.resolve("repo"));
    assertThat(LocalRepository.discover(directory.resolve("repo/.git/refs")))
        .isEqualTo(directory.resolve("repo/.git"));
    assertThatThrownBy(() -> LocalRepository.discover(directory))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContainingAll(directory.toString(), "nor a directory above");
  }

  @Test
  void whatIsNoRepositoryIsNamedWithTheReason() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    Path file = Files.writeString(directory.resolve("file"), "gitdir: nowhere");
    Path odd = Files.writeString(directory.resolve("odd"), "gitdir: \0");
    Path large = Files.writeString(directory.resolve("large"), "gitdir: " + "x".repeat(9000));

    for (Path path : List.of(empty, file, odd, large)) {
      assertThatThrownBy(() -> open(path))
          .isInstanceOf(GitException.RepositoryUnreachable.class)
          .hasMessageContainingAll(path.toString(), "not a git repository", "git clone");
    }
    assertThatThrownBy(() -> open(directory.resolve("missing")))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("nothing at this path");
  }

  @Test
  void otherObjectFormatsAndUnknownExtensionsAreRefused() {
    var sha256 = new RealGit(directory);
    sha256.run("init", "-q", "--object-format=sha256", "sha256");
    git.run("config", "extensions.frobnicate", "true");

    assertThatThrownBy(() -> open(directory.resolve("sha256")))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("sha256");
    assertThatThrownBy(() -> open(git.directory()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("frobnicate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[core",
        "[core]\nrepositoryformatversion = 7\n",
        "[core]\nrepositoryformatversion = 1\n[extensions]\nrefstorage = odd\n"
      })
  void aConfigThatCannotBeReadIsNamed(String config) throws IOException {
    Files.writeString(git.directory().resolve(".git/config"), config);

    assertThatThrownBy(() -> open(git.directory()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining(git.directory().toString());
  }

  @Test
  void aConfigThatIsNoFileOrTooLargeIsRefused() throws IOException {
    Path config = git.directory().resolve(".git/config");
    Files.writeString(config, "#".repeat(9 * 1024 * 1024));
    assertThatThrownBy(() -> open(git.directory())).hasMessageContaining("sane size");

    Files.delete(config);
    Files.createDirectory(config);
    assertThatThrownBy(() -> open(git.directory())).hasMessageContaining("sane size");
  }

  @Test
  void aConfigIncludesNothingFromElsewhere() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "[broken");
    git.run("config", "core.worktree", "/nowhere");
    git.run("config", "core.hooksPath", "/nowhere");
    Files.writeString(
        git.directory().resolve(".git/config"),
        "[include]\n\tpath = %s\n\tpath = ~/secret\n".formatted(secret),
        StandardOpenOption.APPEND);

    assertThat(resolve(git.directory(), "HEAD").revision().id())
        .isEqualTo(
            ObjectId.fromString(
                Files.readString(git.directory().resolve(".git/refs/heads/main")).strip()));
  }

  @Test
  void nothingIsWrittenAndAReadOnlyRepositoryIsRead() throws IOException {
    git.run("gc", "-q");
    Map<String, String> before = RealGit.snapshot(directory);

    resolve(git.directory(), "HEAD~1");
    resolve(git.directory(), "main:dir");

    assertThat(RealGit.snapshot(directory)).isEqualTo(before);
    Files.setPosixFilePermissions(
        git.directory().resolve(".git"), PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThat(resolve(git.directory(), "HEAD").revision().id()).isEqualTo(git.id("HEAD"));
  }

  @Test
  void anEmptyRepositoryHasNoCommitsYet() {
    RealGit.init(directory.resolve("fresh"));

    assertThatThrownBy(() -> resolve(directory.resolve("fresh"), "HEAD"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContainingAll("refs/heads/main", "has no commits yet");
    assertThatThrownBy(() -> resolve(directory.resolve("fresh"), "main"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("git show-ref");
  }

  @Test
  void aNestedNamespaceThatGitItselfPushedToIsReadWithItsHead() {
    git.run("clone", "-q", "--bare", ".", "../served.git");
    var served = new RealGit(git.directory().resolveSibling("served.git"));
    String helper = "ext::git --namespace=a/b %s " + served.directory();
    git.run("-c", "protocol.ext.allow=always", "push", "-q", helper, "HEAD~1:refs/heads/trunk");
    served.run(
        "--namespace=a/b",
        "symbolic-ref",
        "refs/namespaces/a/refs/namespaces/b/HEAD",
        "refs/namespaces/a/refs/namespaces/b/refs/heads/trunk");

    String listed =
        git.run("-c", "protocol.ext.allow=always", "ls-remote", helper).replace('\t', ' ');

    try (var namespaced = LocalRepository.open(served.directory(), new GitNamespace("a/b"))) {
      for (String name : List.of("HEAD", "trunk")) {
        ResolvedTree read = namespaced.resolve(new Treeish(name));
        assertThat(read.revision().id()).isEqualTo(git.id("HEAD~1"));
        assertThat(listed).contains(read.revision().id().name() + " ");
      }
      assertThatThrownBy(() -> namespaced.resolve(new Treeish("main")))
          .isInstanceOf(GitException.TreeishNotFound.class);
    }
  }

  @Test
  void aNamespaceSeesItsOwnRefsOnly() {
    git.run("update-ref", "refs/namespaces/a/refs/namespaces/b/refs/heads/main", "HEAD~1");
    git.run("update-ref", "refs/namespaces/a/refs/heads/outer", "HEAD");
    git.run(
        "symbolic-ref",
        "refs/namespaces/a/refs/namespaces/b/HEAD",
        "refs/namespaces/a/refs/namespaces/b/refs/heads/main");
    git.run(
        "symbolic-ref", "refs/namespaces/a/refs/namespaces/b/refs/heads/escape", "refs/heads/main");
    try (var namespaced = LocalRepository.open(git.directory(), new GitNamespace("a/b"))) {
      for (String name : List.of("HEAD", "main", "refs/heads/main", "heads/main")) {
        assertThat(namespaced.resolve(new Treeish(name)).revision().id())
            .isEqualTo(git.id("HEAD~1"));
      }
      for (String name :
          List.of("outer", "escape", "ORIG_HEAD", "refs/namespaces/a/refs/heads/outer")) {
        assertThatThrownBy(() -> namespaced.resolve(new Treeish(name)))
            .isInstanceOf(GitException.TreeishNotFound.class);
      }
    }
  }

  @Test
  void aShallowCloneSaysWhereItsHistoryEnds() {
    git.run("clone", "-q", "--depth", "1", "file://" + git.directory(), "../shallow");

    assertThat(resolve(directory.resolve("shallow"), "HEAD").tree())
        .isEqualTo(git.id("HEAD^{tree}"));
    assertThatThrownBy(() -> resolve(directory.resolve("shallow"), "HEAD~1"))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContainingAll("shallow", git.id("HEAD").name(), "--deepen");
  }

  @Test
  void aPartialCloneSaysWhyAnObjectIsMissing() {
    git.run("config", "uploadpack.allowFilter", "true");
    git.run(
        "clone", "-q", "--bare", "--filter=tree:0", "file://" + git.directory(), "../partial.git");

    assertThatThrownBy(() -> resolve(directory.resolve("partial.git"), "HEAD:dir"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("partial clone");
  }

  @Test
  void abbreviationsAreDisambiguatedAsGitDoes() {
    // With some thousand blobs, four digits are shared by a commit and a blob.
    var input = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      input
          .append("blob\ndata ")
          .append(String.valueOf(i).length())
          .append('\n')
          .append(i)
          .append('\n');
    }
    git.input(input.toString(), "fast-import", "--quiet");
    String four = git.id("HEAD").name().substring(0, 4);

    assertThat(resolve(git.directory(), four + "^{commit}").revision().id())
        .isEqualTo(git.id(four + "^{commit}"));
    assertThat(resolve(git.directory(), four + "~1").revision().id())
        .isEqualTo(git.id(four + "~1"));
    assertThat(resolve(git.directory(), four + ":dir").tree()).isEqualTo(git.id(four + ":dir"));
    String blobsOnly = blobPrefix(git.id("HEAD"), git.id("HEAD~1"));
    assertThatThrownBy(() -> resolve(git.directory(), blobsOnly))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContainingAll("ambiguous", "blob ");
  }

  private String blobPrefix(ObjectId... commits) {
    String objects =
        git.run("cat-file", "--batch-check=%(objectname) %(objecttype)", "--batch-all-objects");
    String last = "";
    for (String line : objects.split("\n", -1)) {
      String prefix = line.substring(0, 4);
      if (line.endsWith("blob")
          && prefix.equals(last)
          && !objects.contains("\n" + prefix + "[0-9a-f]* tree")
          && Arrays.stream(commits).noneMatch(id -> id.name().startsWith(prefix))) {
        return prefix;
      }
      last = line.endsWith("blob") ? prefix : "";
    }
    throw new IllegalStateException("no shared prefix");
  }

  @Test
  void aDamagedLooseCommitIsNamed() throws IOException {
    ObjectId head = git.id("HEAD");
    swap(head, git.id("HEAD~1"));

    assertThatThrownBy(() -> resolve(git.directory(), "main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContainingAll(head.name(), "its content has the id", "git fsck");
  }

  @Test
  void aDamagedLooseTreeIsNamed() throws IOException {
    ObjectId tree = git.id("HEAD^{tree}");
    swap(tree, git.id("HEAD~1^{tree}"));

    assertThatThrownBy(() -> resolve(git.directory(), "main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining(tree.name());
  }

  @Test
  void aTruncatedOrMissingObjectIsNamed() throws IOException {
    ObjectId head = git.id("HEAD");
    Path file = git.looseObject(head);
    file.toFile().setWritable(true);
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> resolve(git.directory(), "main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContainingAll(git.directory().toString(), "git fsck");

    Files.delete(file);
    assertThatThrownBy(() -> resolve(git.directory(), "main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContainingAll(head.name(), "is missing");
  }

  @Test
  void aDamagedPackIsAnErrorOfItsOwn() throws IOException {
    git.run("gc", "-q");
    Path packs = git.directory().resolve(".git/objects/pack");
    try (var files = Files.list(packs)) {
      Path pack = files.filter(f -> f.toString().endsWith(".pack")).findFirst().orElseThrow();
      pack.toFile().setWritable(true);
      byte[] bytes = Files.readAllBytes(pack);
      Arrays.fill(bytes, 12, bytes.length - 20, (byte) 0x5a);
      Files.write(pack, bytes);
    }

    assertThatThrownBy(() -> resolve(git.directory(), "main"))
        .isInstanceOf(GitException.StoreCorrupt.class);
  }

  @Test
  void aMalformedRefIsNone() throws IOException {
    Files.writeString(git.directory().resolve(".git/refs/heads/odd"), "nonsense\n");

    assertThatThrownBy(() -> resolve(git.directory(), "odd"))
        .isInstanceOf(GitException.TreeishNotFound.class);
    assertThat(resolve(git.directory(), "main").revision().id()).isEqualTo(git.id("main"));
  }

  @Test
  void aChainOfTagsMayBeLongButNotEndless() {
    String tip = git.id("HEAD").name();
    String type = "commit";
    for (int i = 0; i < 20; i++) {
      tip = tag(tip, type);
      type = "tag";
    }
    assertThat(resolve(git.directory(), tip).revision().id()).isEqualTo(git.id("HEAD"));
  }

  @Test
  void aChainOfMoreThanAThousandTagsIsRefused() throws IOException {
    ObjectId tip = git.id("HEAD");
    try (var repository = LocalRepository.openReadOnly(GitDirectory.at(git.directory()));
        var inserter = repository.newObjectInserter()) {
      for (int i = 0; i <= 1000; i++) {
        var tag = new org.eclipse.jgit.lib.TagBuilder();
        tag.setTag("t");
        tag.setObjectId(
            tip,
            i == 0
                ? org.eclipse.jgit.lib.Constants.OBJ_COMMIT
                : org.eclipse.jgit.lib.Constants.OBJ_TAG);
        tip = inserter.insert(tag);
      }
      inserter.flush();
    }
    String name = tip.name();

    assertThatThrownBy(() -> resolve(git.directory(), name))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("1000 tags");
  }

  @Test
  void aCommitBeyond2038KeepsItsTime() {
    String commit =
        git.input(
            "tree %s\nauthor A <a@x> 1 +0000\ncommitter C <c@x> 99999999999 +0000\n\nlate\n"
                .formatted(git.id("HEAD^{tree}").name()),
            "hash-object",
            "-t",
            "commit",
            "-w",
            "--stdin",
            "--literally");

    assertThat(resolve(git.directory(), commit).revision())
        .isInstanceOfSatisfying(
            Revision.OfCommit.class,
            revision -> assertThat(revision.time().getEpochSecond()).isEqualTo(99999999999L));
  }

  @Test
  void objectsAreReadThroughTheSource() throws IOException {
    try (var repository = LocalRepository.open(git.directory(), GitNamespace.none());
        ObjectReader reader = repository.newObjectReader()) {
      assertThat(reader.open(git.id("HEAD:a.txt")).getBytes()).isEqualTo("2".getBytes(UTF_8));
    }
  }

  @Test
  void jgitKnowsNothingOfThisMachine() throws Exception {
    HermeticSystemReader.install();
    HermeticSystemReader.install();

    SystemReader reader = SystemReader.getInstance();
    assertThat(reader.getenv("PATH")).isNull();
    assertThat(reader.getHostname()).isEqualTo("localhost");
    assertThat(reader.getUserConfig().getSections()).isEmpty();
    assertThat(reader.getSystemConfig().getSections()).isEmpty();
    assertThat(reader.getJGitConfig().getSections()).isEmpty();
    reader.getJGitConfig().save();
    assertThat(Transport.getTransportProtocols()).isEmpty();
  }

  private String tag(String object, String type) {
    return git.input(
        "object %s\ntype %s\ntag t\ntagger C <c@x> 1 +0000\n\nt\n".formatted(object, type),
        "hash-object",
        "-t",
        "tag",
        "-w",
        "--stdin");
  }

  /// Puts another object's bytes under a name.
  private void swap(ObjectId name, ObjectId content) throws IOException {
    Path file = git.looseObject(name);
    file.toFile().setWritable(true);
    Files.write(file, Files.readAllBytes(git.looseObject(content)));
  }

  private static LocalRepository open(Path path) {
    return LocalRepository.open(path, GitNamespace.none());
  }

  private static ResolvedTree resolve(Path path, String treeish) {
    try (var repository = open(path)) {
      return repository.resolve(new Treeish(treeish));
    }
  }
}
