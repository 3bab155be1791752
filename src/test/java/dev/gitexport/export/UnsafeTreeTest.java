package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees that no honest git makes, as objects in a real repository.
final class UnsafeTreeTest {

  private ExportFixture fixture;
  private ObjectId blob = ObjectId.zeroId();

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
    blob = ObjectId.fromString(fixture.git.input("x", "hash-object", "-w", "--stdin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        ".git",
        ".GIT",
        ".Git",
        ".gi\u200ct",
        ".git.",
        ".git ",
        ".git. .",
        "git~1",
        "GIT~2",
        ".git::$INDEX_ALLOCATION",
        ".git:x",
        "a/b",
        ""
      })
  void refusesANameThatMustNotBeWritten(String name) {
    assertRefused(tree(entry("100644", name)), "'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".gitignore", ".github", "git", "git~", "git~x", "...", ".g it", "a:b", "a\\b"})
  void writesNamesThatOnlyLookLikeThose(String name) {
    fixture.export(tree(entry("100644", name)));

    assertThat(TreeImage.of(fixture.current().resolve("."))).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100600", "100645", "37777777777", "170000", "0", "60000", "12x"})
  void refusesAModeThatGitDoesNotWrite(String mode) {
    assertRefused(tree(entry(mode, "a")), "mode");
  }

  @Test
  void readsAGroupWritableModeAsGitDoes() {
    fixture.export(tree(entry("100664", "old")));

    assertThat(TreeImage.of(fixture.current().resolve("."))).isEqualTo(Map.of("old", "file x"));
  }

  @Test
  void refusesANameThatIsNotUtf8() {
    byte[] latin = {'1', '0', '0', '6', '4', '4', ' ', 'c', 'a', 'f', (byte) 0xe9, 0};

    assertRefused(tree(withId(latin)), "not UTF-8");
  }

  @Test
  void refusesANameThatStandsTwice() {
    assertRefused(tree(entry("100644", "a"), entry("100644", "a")), "twice");
  }

  @Test
  void refusesAFileAndADirectoryOfOneNameThatAreNotNeighbours() {
    String directory = tree(entry("100644", "x"));

    assertRefused(
        tree(
            entry("100644", "a"),
            entry("100644", "a.b"),
            entry("40000", "a", ObjectId.fromString(directory))),
        "twice");
  }

  @Test
  void refusesATreeOutOfOrder() {
    assertRefused(tree(entry("100644", "b"), entry("100644", "a")), "order");
  }

  @Test
  void refusesANameOf256Bytes() {
    assertRefused(tree(entry("100644", "n".repeat(256))), "longer than 255");
  }

  @Test
  void writesANameOf255Bytes() {
    fixture.export(tree(entry("100644", "n".repeat(255))));

    assertThat(TreeImage.of(fixture.current().resolve("."))).hasSize(1);
  }

  @Test
  void refusesATreeThatEndsInTheMiddleOfAnEntry() {
    byte[] whole = entry("100644", "a");

    assertRefused(store(List.of(Arrays.copyOf(whole, whole.length - 1))), "not sound");
  }

  @Test
  void refusesATreeThatIsTooDeep() {
    String below = tree(entry("100644", "x"));
    for (int i = 0; i < TreeNames.DEEPEST; i++) {
      below = tree(entry("40000", "d", ObjectId.fromString(below)));
    }

    assertRefused(below, "deeper");
  }

  @Test
  void refusesAPathThatIsTooLong() {
    String below = tree(entry("100644", "x"));
    for (int i = 0; i < 16; i++) {
      below = tree(entry("40000", "d".repeat(250), ObjectId.fromString(below)));
    }

    assertRefused(below, "longer than 3800");
  }

  /// One tree of ten trees of ten trees …: 10^7 files in eight objects.
  @Test
  void refusesATreeThatIsManyTimesItself() {
    String below = tree(entry("100644", "x"));
    for (int level = 0; level < 7; level++) {
      ObjectId id = ObjectId.fromString(below);
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        entries.add(entry("40000", "d" + i, id));
      }
      below = store(entries);
    }
    String bomb = below;

    assertThatThrownBy(() -> fixture.export(bomb))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("1000000 entries");
  }

  @Test
  void refusesToSeeManyMoreEntriesThanItMayShow() {
    fixture.settings = Settings.with().ignore("*.x").made();
    fixture.limits = new Limits(100, 2, 100);
    String nine = treeOf(9);
    fixture.export(
        tree(
            entry("40000", "a", ObjectId.fromString(nine)),
            entry("40000", "b", ObjectId.fromString(nine))));
    String ten = treeOf(10);

    assertThatThrownBy(() ->
            fixture.export(
                tree(
                    entry("40000", "a", ObjectId.fromString(nine)),
                    entry("40000", "b", ObjectId.fromString(ten)))))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("those that are left out counted");
  }

  private String treeOf(int files) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      entries.add(entry("100644", "a" + (char) ('a' + i) + ".x"));
    }
    return store(entries);
  }

  @Test
  void refusesPathsThatAreTooManyBytesTogether() {
    TreeBudget budget = new TreeBudget(10, 7);
    budget.show(3);
    budget.show(4);

    assertThatThrownBy(() -> budget.show(1))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("more than 7 bytes");
  }

  private void assertRefused(String tree, String why) {
    fixture.git.commit("good", "good", "good");
    fixture.export("main");
    Map<String, String> before = TreeImage.of(fixture.target.directory());

    assertThatThrownBy(() -> fixture.export(tree))
        .isInstanceOf(ExportException.UnsafeTree.class)
        .hasMessageContaining(why);
    assertThat(TreeImage.of(fixture.target.directory())).isEqualTo(before);
  }

  private byte[] entry(String mode, String name) {
    return entry(mode, name, blob);
  }

  private static byte[] entry(String mode, String name, ObjectId id) {
    byte[] head = (mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] entry = Arrays.copyOf(head, head.length + 20);
    id.copyRawTo(entry, head.length);
    return entry;
  }

  private String tree(byte[]... entries) {
    return store(List.of(entries));
  }

  /// Ends an entry that was given without its id.
  private byte[] withId(byte[] head) {
    byte[] entry = Arrays.copyOf(head, head.length + 20);
    blob.copyRawTo(entry, head.length);
    return entry;
  }

  private String store(List<byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    entries.forEach(bytes::writeBytes);
    return fixture.git.input(
        bytes.toByteArray(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin");
  }
}
