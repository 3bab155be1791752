package dev.gitexport.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `export-subst`, compared with git archive.
final class KeywordsTest {

  private static final String PLACEHOLDERS =
      """
      $Format:%H %h %T %t|%P|%p$
      $Format:%an <%ae> %al %at %ad %aD %ai %aI %as$
      $Format:%cn <%ce> %cl %ct %cd %cD %ci %cI %cs$
      $Format:%s|%f|%b|%B|%n%%%x41%x0a$
      $Format:no placeholder$ and $Format:$ and $Format:%H
      $Format:%Q %zz %$ $$Format:%h$$
      """;

  private ExportFixture fixture;
  private Path directory = Path.of("");

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    this.directory = directory;
    fixture = new ExportFixture(directory);
  }

  @Test
  void expandsWhatGitArchiveExpands() throws Exception {
    fixture.git.commit("root", ".gitattributes", "*.txt export-subst\n", "a.txt", PLACEHOLDERS);
    fixture.git.commit(
        "  Subject: with \"odd\" / characters...\nand a second line\n\nThe body\u00fc\n\nmore\n",
        "b.txt",
        "b");

    fixture.export("main");

    Path tar = directory.resolve("expected.tar");
    Path unpacked = Files.createDirectory(directory.resolve("expected"));
    fixture.git.run("archive", "-o", tar.toString(), "main");
    Commands.run(unpacked, Map.of(), "tar", "xf", tar.toString());
    assertThat(Files.readString(fixture.current().resolve("a.txt")))
        .isEqualTo(Files.readString(unpacked.resolve("a.txt")));
  }

  @Test
  void exportsANewCommitOfTheSameTreeWhenKeywordsDependOnIt() throws Exception {
    fixture.git.commit("one", ".gitattributes", "v export-subst\n", "v", "$Format:%s$", "w", "w");
    Export first = fixture.export("main").current();
    fixture.git.commit("two");

    Export second = fixture.export("main").current();

    assertThat(second.tree()).isEqualTo(first.tree());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(fixture.current().resolve("v")).hasContent("two");
    assertThat(fixture.path(first).resolve("v")).hasContent("one");
    assertThat(second.stats().linkedFiles()).isEqualTo(2);
    assertThat(second.rewritten()).containsOnlyKeys("v");
  }

  @Test
  void leavesKeywordsAloneWhereThereIsNoCommit() throws Exception {
    fixture.git.commit("one", ".gitattributes", "v export-subst\n", "v", "$Format:%s$");

    Export bare = fixture.export("main^{tree}").current();
    ExportOutcome whole = fixture.export("main");

    assertThat(fixture.path(bare).resolve("v")).hasContent("$Format:%s$");
    assertThat(whole).isInstanceOf(ExportOutcome.Published.class);
    assertThat(fixture.current().resolve("v")).hasContent("one");
  }

  @Test
  void stopsWhenTheExpandedFileIsTooLarge() {
    CommitPlaceholders placeholders = placeholders("author A <a> 1 +0000\n", "m".repeat(40));
    byte[] content = "x $Format:%B%B$ y".getBytes(UTF_8);

    assertThat(new KeywordExpansion(placeholders, 84).expand(content)).hasSize(84);
    assertThatThrownBy(() -> new KeywordExpansion(placeholders, 83).expand(content))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("export-subst");
  }

  @Test
  void findsOutOnceWhatAPlaceholderStandsFor() {
    CommitPlaceholders placeholders = placeholders("author A <a> 1 +0000\n", "m");

    assertThat(placeholders.expand("s").orElseThrow())
        .isSameAs(placeholders.expand("s").orElseThrow());
  }

  @Test
  void leavesPersonsAloneThatACommitDoesNotName() {
    CommitPlaceholders placeholders = placeholders("", "-- a " + "-.".repeat(20_000));

    assertThat(new KeywordExpansion(placeholders).expand("$Format:%an|%cd|%f$".getBytes(UTF_8)))
        .asString(UTF_8)
        .isEqualTo("%an|%cd|a");
  }

  private static CommitPlaceholders placeholders(String persons, String message) {
    String commit = "tree " + "0".repeat(40) + "\n" + persons + "\n" + message;
    ObjectReader reader = new InMemoryRepository(new DfsRepositoryDescription()).newObjectReader();
    return new CommitPlaceholders(RevCommit.parse(commit.getBytes(UTF_8)), reader);
  }

  @Test
  void takesATreeWithoutKeywordsForTheSameWithAndWithoutCommit() {
    fixture.git.commit("one", "v", "$Format:%s$");
    fixture.export("main");

    assertThat(fixture.export("main^{tree}")).isInstanceOf(ExportOutcome.UpToDate.class);
  }
}
