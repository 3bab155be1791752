package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeishResolverTest {

  @TempDir static Path directory;

  private static RealGit git;
  private static LocalRepository repository;

  @BeforeAll
  static void makeRepository() {
    git = RealGit.init(directory.resolve("repo"));
    git.commit("first", "a.txt", "1", "web/public/index.html", "<p>", "web/x/y/z", "deep");
    git.run("tag", "light");
    git.commit("fix: a second one (with parens)", "a.txt", "2");
    git.run("tag", "-a", "v1.0", "-m", "one");
    git.commit("third\n\nbody line\nand a dot.", "a.txt", "3");
    git.run("tag", "-a", "nested", "-m", "tag of a tag", "v1.0");
    git.run("tag", "-a", "of-tree", "-m", "tree", "HEAD^{tree}");
    git.run("tag", "-a", "of-of-tree", "-m", "tree", "of-tree");
    git.run("tag", "-a", "of-blob", "-m", "blob", "HEAD:a.txt");
    git.run("checkout", "-q", "-b", "side", "HEAD~1");
    git.commit("on the side", "b.txt", "b");
    git.run("checkout", "-q", "main");
    git.run("merge", "-q", "--no-ff", "-m", "merge side", "side");
    git.run("branch", "both", "light");
    git.run("tag", "both", "HEAD");
    git.run("branch", "feature/login");
    git.run("branch", "deadbeef", "light");
    git.run("branch", "with-gabcdef1", "light");
    git.run("update-ref", "refs/remotes/origin/main", "HEAD~1");
    git.run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    git.run("update-ref", "refs/odd/ä{b}", "light");
    git.run("update-ref", "ORIG_HEAD", "light");
    git.run("update-ref", "refs/heads/" + git.id("HEAD").name(), "light");
    git.run("pack-refs", "--all");
    git.run("symbolic-ref", "refs/heads/alias", "refs/heads/side");
    git.write("link-target", "x");
    repository = LocalRepository.open(git.directory(), GitNamespace.none());
  }

  @AfterAll
  static void close() {
    repository.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD",
        "@",
        "main",
        "heads/main",
        "refs/heads/main",
        "side",
        "alias",
        "light",
        "v1.0",
        "tags/v1.0",
        "refs/tags/v1.0",
        "nested",
        "both",
        "heads/both",
        "feature/login",
        "origin",
        "origin/main",
        "origin/HEAD",
        "remotes/origin/main",
        "ORIG_HEAD",
        "deadbeef",
        "with-gabcdef1",
        "refs/odd/ä{b}",
        "HEAD~1",
        "HEAD~",
        "HEAD^",
        "HEAD^2",
        "HEAD^0",
        "HEAD~0",
        "HEAD~2",
        "HEAD^2~1",
        "HEAD^^",
        "HEAD^2^1^0~0",
        "@~1",
        "v1.0~1",
        "v1.0^",
        "nested^{commit}",
        "nested^{tag}",
        "v1.0^{}",
        "nested^{}",
        "HEAD^{}",
        "HEAD^{object}",
        "v1.0^{object}",
        "HEAD^{/fix}",
        "HEAD^{/}",
        "HEAD^{/^third.*dot}",
        "HEAD^{/!-merge}",
        "HEAD^{/[(]with}",
        "HEAD^{/second}~1",
        "HEAD~1^{/a{1}nd}",
        "HEAD^{/fix: a}"
      })
  void aCommitResolvesAsGitSays(String treeish) {
    ResolvedTree resolved = repository.resolve(new Treeish(treeish));

    ObjectId commit = git.id(treeish + "^{commit}");
    assertThat(resolved.revision())
        .isEqualTo(new Revision.OfCommit(treeish, commit, committed(commit)));
    assertThat(resolved.tree()).isEqualTo(git.id(treeish + "^{tree}"));
    assertThat(resolved.wholeCommit()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main:",
        "main:web",
        "main:web/",
        "main:web/public",
        "main:web/x/y/",
        "HEAD~1:web/public",
        "v1.0:web",
        "nested:",
        "HEAD^{/fix: a}:web",
        "main^{tree}",
        "v1.0^{tree}",
        "HEAD~1^{tree}^{}",
        "HEAD^{tree}^{tree}",
        "HEAD^{tree}:web/public"
      })
  void aPartOfACommitKeepsTheCommitAsItsRevision(String treeish) {
    ResolvedTree resolved = repository.resolve(new Treeish(treeish));

    var revision = new Treeish(treeish).revision();
    ObjectId commit = git.id(revision.replaceFirst("\\^\\{tree}.*", "") + "^{commit}");
    String asGitWritesIt =
        treeish.endsWith("/") ? treeish.substring(0, treeish.length() - 1) : treeish;
    assertThat(resolved.tree()).isEqualTo(git.id(asGitWritesIt));
    assertThat(resolved.revision())
        .isEqualTo(new Revision.OfCommit(revision, commit, committed(commit)));
    assertThat(resolved.wholeCommit()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"of-tree", "of-of-tree", "of-of-tree:web", "of-tree^{}", "of-tree^{tree}"})
  void aTagOfATreeIsItsOwnRevision(String treeish) {
    ResolvedTree resolved = repository.resolve(new Treeish(treeish));

    ObjectId tree = git.id(treeish.contains(":") ? treeish : treeish + "^{tree}");
    assertThat(resolved).isEqualTo(new ResolvedTree(new Revision.OfTree(tree), tree, false));
  }

  @Test
  void idsFullAndAbbreviatedHaveNoName() {
    String full = git.id("HEAD~1").name();
    for (String id :
        new String[] {
          full,
          full.toUpperCase(Locale.ROOT),
          git.run("rev-parse", "--short", "HEAD~1"),
          full.substring(0, 12) + "^0",
          full + "~0"
        }) {
      ResolvedTree resolved = repository.resolve(new Treeish(id));

      assertThat(resolved.revision().label()).isEqualTo("sha1:" + full);
      assertThat(resolved.wholeCommit()).isTrue();
    }
  }

  @Test
  void aFullIdWinsOverARefOfThatName() {
    String head = git.id("HEAD").name();

    assertThat(repository.resolve(new Treeish(head)).revision().id().name()).isEqualTo(head);
    assertThat(git.id(head).name()).isEqualTo(head);
  }

  @Test
  void outputOfDescribeNamesItsCommit() {
    String described = git.run("describe", "--long", "HEAD~1");

    ResolvedTree resolved = repository.resolve(new Treeish(described));

    assertThat(resolved.revision().id()).isEqualTo(git.id(described));
    assertThat(resolved.revision().label()).startsWith(described + "@sha1:");
  }

  @Test
  void aTreeIdIsItsOwnRevision() {
    ObjectId tree = git.id("HEAD^{tree}");

    for (String id : new String[] {tree.name(), tree.name().substring(0, 10), tree.name() + ":"}) {
      assertThat(repository.resolve(new Treeish(id)))
          .isEqualTo(new ResolvedTree(new Revision.OfTree(tree), tree, false));
    }
    assertThat(repository.resolve(new Treeish(tree.name() + ":web")).tree())
        .isEqualTo(git.id("HEAD:web"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mian|Did you mean 'main'",
        "feature/logn|Did you mean 'feature/login'",
        "nothing-like-it-at-all|git show-ref",
        "HEAD~99|has 0 parent(s)",
        "HEAD^3|has 2 parent(s)",
        "HEAD^{/no such words}|no commit from",
        "HEAD^{/!-}|no commit from",
        "HEAD^{/(}|no regular expression",
        "HEAD^{/!x}|no suffix",
        "HEAD^{blub}|no suffix",
        "HEAD^{tree|no suffix",
        "HEAD~1x|no suffix",
        "HEAD~12345678901|no suffix",
        "HEAD^{tag}|no annotated tag",
        "of-blob|file content (blob)",
        "of-blob^{tree}|has no tree",
        "of-tree^{commit}|is no commit",
        "of-tree~1|is no commit",
        "HEAD:a.txt|'a.txt' is a file, not a directory",
        "HEAD:web/none|no 'web/none'",
        "HEAD:none/web|no 'none'",
        "HEAD:/web|it has no",
        "HEAD:web//public|no 'web/'",
        "HEAD:./web|no '.'",
        "HEAD:..|no '..'",
        "main@{1}|reflog",
        "main@{upstream}|reflog",
        "@{-1}|reflog",
        "-main|like an option",
        "main..side|a range",
        "main...side|a range",
        "^main|no tree to export",
        ":/fix|no tree to export",
        ":0:a.txt|no tree to export",
        ":a.txt|no tree to export",
        "config|is called 'config'",
        "no such ref|is called",
        "0000000000000000000000000000000000000001|there is no object",
        "abc|is called 'abc'"
      })
  void whatIsNoTreeIsRefusedWithTheReason(String treeish, String reason) {
    assertThatThrownBy(() -> repository.resolve(new Treeish(treeish)))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContainingAll("'" + treeish + "'", directory.toString(), reason);
  }

  @Test
  void aPatternThatBacktracksWithoutEndIsStopped() {
    git.run("checkout", "-q", "--detach");
    git.commit("a".repeat(60) + "!");
    String commit = git.id("HEAD").name();
    git.run("checkout", "-q", "main");

    assertThatThrownBy(() -> repository.resolve(new Treeish(commit + "^{/(a+a+)+(b)\\2}")))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("does not end");
  }

  @Test
  void aPatternThatNeedsTooDeepAStackIsStopped() {
    git.run("checkout", "-q", "--detach");
    git.commit("line\n\n" + "ab\n".repeat(40_000));
    String commit = git.id("HEAD").name();
    git.run("checkout", "-q", "main");

    assertThatThrownBy(() -> repository.resolve(new Treeish(commit + "^{/(a|b|\\s)*x}")))
        .isInstanceOf(GitException.TreeishNotFound.class)
        .hasMessageContaining("does not end");
  }

  @Test
  void labelsAreNameAndId() {
    String head = git.id("main").name();

    assertThat(repository.resolve(new Treeish("main:web")).revision().label())
        .isEqualTo("main@sha1:" + head);
    assertThat(repository.resolve(new Treeish("of-tree")).revision().label())
        .isEqualTo("sha1:" + git.id("of-tree^{tree}").name());
  }

  private static Instant committed(ObjectId commit) {
    return Instant.ofEpochSecond(
        Long.parseLong(git.run("show", "-s", "--format=%ct", commit.name())));
  }
}
