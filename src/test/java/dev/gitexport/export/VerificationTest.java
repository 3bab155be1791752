package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.GitException;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.Treeish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found when bytes are not what they should be, on the volume and in the repository.
final class VerificationTest {

  private final ExportVerifier verifier =
      new ExportVerifier(Clock.systemUTC(), ExportListener.NONE);
  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
    fixture.git.commit("one", "a", "1", "b", "2", "d/c", "3", "e", "");
    fixture.git.input(
        "120000 " + fixture.git.input("a", "hash-object", "-w", "--stdin") + "\tlink\n",
        "update-index",
        "--index-info");
    fixture.git.run("commit", "-q", "-m", "link");
  }

  @Test
  void findsNothingInASoundExport() {
    Export export = fixture.export("main").current();

    assertThat(verifier.verify(fixture.target, export.id())).isEmpty();
  }

  @Test
  void namesEverythingThatDiffers() throws Exception {
    Export export = fixture.export("main").current();
    Path root = fixture.path(export);
    corrupt(root.resolve("a"));
    Files.delete(root.resolve("b"));
    Files.setPosixFilePermissions(root.resolve("d/c"), PosixModes.of(0666));
    Files.setLastModifiedTime(root.resolve("e"), FileTime.fromMillis(0));
    Files.delete(root.resolve("link"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("b"));
    Files.writeString(root.resolve("new"), "?");

    assertThat(verifier.verify(fixture.target, export.id()))
        .containsExactly(
            new Damage("a", "content differs"),
            new Damage("b", "missing"),
            new Damage("d/c", "mode differs"),
            new Damage("e", "time differs"),
            new Damage("link", "not the symlink that it was"),
            new Damage("new", "not in the index"));
  }

  @Test
  void namesADirectoryInTheWay() throws Exception {
    Export export = fixture.export("main").current();
    Path file = fixture.path(export).resolve("a");
    Files.delete(file);
    Files.createDirectory(file);

    assertThat(verifier.verify(fixture.target, export.id()))
        .containsExactly(new Damage("a", "not a regular file"));
  }

  @Test
  void saysThatAnIndexIsNotReadable() throws Exception {
    Export export = fixture.export("main").current();
    Files.write(new ExportStore(fixture.target, Durability.DISK).index(export.id()), new byte[40]);

    assertThat(verifier.verify(fixture.target, export.id()))
        .singleElement()
        .extracting(Damage::what)
        .asString()
        .contains("index is not readable");
  }

  @Test
  void theNextExportHealsWhatWasFoundDamaged() throws Exception {
    Export damaged = fixture.export("main").current();
    corrupt(fixture.path(damaged).resolve("a"));
    assertThat(fixture.export("main")).isInstanceOf(ExportOutcome.UpToDate.class);
    verifier.verify(fixture.target, damaged.id());
    assertThat(fixture.exporter.confirm(fixture.publication, fixture.settings, damaged.id()))
        .isEmpty();

    Export healed = fixture.export("main").current();

    assertThat(healed.id()).isNotEqualTo(damaged.id());
    assertThat(Files.getLastModifiedTime(fixture.path(healed).resolve("a")))
        .isNotEqualTo(Files.getLastModifiedTime(fixture.path(damaged).resolve("a")));
    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThat(fixture.path(damaged).resolve("a")).hasContent("X");
    assertThat(healed.stats().linkedFiles()).isEqualTo(2);
    assertThat(verifier.verify(fixture.target, healed.id())).isEmpty();
  }

  @Test
  void repairsWithTheSettingsOfTheDamagedExport() throws Exception {
    fixture.settings = Settings.with().ignore("b").made();
    Export damaged = fixture.export("main").current();
    corrupt(fixture.path(damaged).resolve("a"));
    verifier.verify(fixture.target, damaged.id());

    try (LocalRepository repository = fixture.open()) {
      fixture.exporter.repair(
          fixture.target, repository.resolve(new Treeish(damaged.commit())), repository);
    }

    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThat(fixture.current().resolve("b")).doesNotExist();
  }

  /// A loose object is not hashed when git reads it: ours is while it is written.
  @Test
  void neverWritesOtherBytesThanTheIdSays() throws Exception {
    fixture.export("main");
    fixture.git.commit("two", "a", "22", "d/c", "33");
    Map<String, String> before = TreeImage.of(fixture.target.directory());
    swap("22", "33");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining("other bytes");

    fixture.exporter.prune(fixture.publication, Set.of());
    assertThat(TreeImage.of(fixture.target.directory())).isEqualTo(before);
  }

  @Test
  void neverFollowsATreeThatIsNotWhatItsIdSays() throws Exception {
    fixture.export("main");
    fixture.git.commit("two", "d/c", "changed");
    String tree = fixture.git.run("rev-parse", "main:d");
    String other = fixture.git.run("rev-parse", "main~1:d");
    Path object = fixture.git.looseObject(org.eclipse.jgit.lib.ObjectId.fromString(tree));
    Files.delete(object);
    Files.copy(fixture.git.looseObject(org.eclipse.jgit.lib.ObjectId.fromString(other)), object);

    assertThatThrownBy(() -> fixture.export("main")).isInstanceOf(GitException.StoreCorrupt.class);
    assertThat(fixture.current().resolve("d/c")).hasContent("3");
  }

  @Test
  void saysWhichObjectIsMissing() throws Exception {
    fixture.export("main");
    fixture.git.commit("two", "a", "gone");
    String blob = fixture.git.run("rev-parse", "main:a");
    Files.delete(fixture.git.looseObject(org.eclipse.jgit.lib.ObjectId.fromString(blob)));

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(GitException.StoreCorrupt.class)
        .hasMessageContaining(blob)
        .hasMessageContaining("missing");
  }

  private void swap(String content, String other) throws Exception {
    String blob = fixture.git.input(content, "hash-object", "--stdin");
    Path object = fixture.git.looseObject(org.eclipse.jgit.lib.ObjectId.fromString(blob));
    Files.delete(object);
    try (var out = new DeflaterOutputStream(Files.newOutputStream(object))) {
      out.write(("blob " + other.length() + "\0" + other).getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Same length, same time, same inode.
  private static void corrupt(Path file) throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "X"); // tests run as root, or else own the file
    Files.setLastModifiedTime(file, time);
  }
}
