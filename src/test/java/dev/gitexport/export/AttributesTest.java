package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `.gitattributes` files, compared with git archive, and what they may cost.
final class AttributesTest {

  private ExportFixture fixture;
  private Path directory = Path.of("");

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    this.directory = directory;
    fixture = new ExportFixture(directory);
  }

  @Test
  void expandsMacrosAsGitArchive() throws Exception {
    fixture.git.commit(
        "one",
        ".gitattributes",
        """
        [attr]x export-ignore
        [attr]y x
        [attr]loop loop2 export-ignore
        [attr]loop2 loop
        [attr]undo y -export-ignore
        [attr]late -x y
        m1 y
        m2 loop2
        m3 undo
        m4 late
        m5 y -x
        m6 -y y
        m7 y -y
        m8 y=1
        m9 y !export-ignore
        n* y
        d/o* y
        """,
        "d/.gitattributes",
        "n1 -y\nn2 -x\nn3 !y\nn4 -export-ignore\nn5 text\no1 x\n");
    for (int i = 1; i <= 9; i++) {
      fixture.git.commit("more", "m" + i, "1", "d/n" + i, "2", "d/o" + i, "3", "n" + i, "4");
    }

    fixture.export("main");

    Path tar = directory.resolve("expected.tar");
    Path unpacked = Files.createDirectory(directory.resolve("expected"));
    fixture.git.run("archive", "-o", tar.toString(), "main");
    Commands.run(unpacked, Map.of(), "tar", "xf", tar.toString());
    assertThat(TreeImage.of(fixture.current().resolve("."))).isEqualTo(TreeImage.of(unpacked));
    assertThat(fixture.current().resolve("m1")).doesNotExist();
    assertThat(fixture.current().resolve("m3")).exists();
  }

  @Test
  void refusesAFileThatIsTooLarge() {
    String most = "#".repeat(ExportAttributes.LARGEST);
    fixture.git.commit("one", "d/.gitattributes", most);
    fixture.export("main");
    fixture.git.commit("two", "d/.gitattributes", most + "#");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("'d/.gitattributes'");
  }

  @Test
  void refusesTooManyRules() {
    String half = "a text\n".repeat(ExportAttributes.MOST_RULES / 2);
    fixture.git.commit(
        "one", ".gitattributes", half, "d/.gitattributes", half, "e/.gitattributes", half);
    fixture.export("main");
    fixture.git.commit("two", "d/.gitattributes", half + "a text");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.LimitExceeded.class)
        .hasMessageContaining("'d/.gitattributes'");
  }
}
