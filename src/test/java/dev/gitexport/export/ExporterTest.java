package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExporterTest {

  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
  }

  @Test
  void publishesATreeBehindARelativeLink() throws Exception {
    fixture.git.commit("one", "index.html", "hello", "css/site.css", "body {}");

    ExportOutcome outcome = fixture.export("main");

    assertThat(outcome).isInstanceOf(ExportOutcome.Published.class);
    ExportId id = outcome.current().id();
    assertThat(Files.readSymbolicLink(fixture.current())).isEqualTo(Path.of("exports", id.text()));
    assertThat(fixture.current().resolve("index.html")).hasContent("hello");
    assertThat(fixture.current().resolve("css/site.css")).hasContent("body {}");
    assertThat(outcome.current().stats().writtenFiles()).isEqualTo(2);
  }

  @Test
  void linksWhatDidNotChange() throws Exception {
    fixture.git.commit("one", "same.txt", "same", "changed.txt", "old");
    Export first = fixture.export("main").current();
    fixture.git.commit("two", "changed.txt", "new!");

    Export second = fixture.export("main").current();

    assertThat(second.stats().linkedFiles()).isEqualTo(1);
    assertThat(second.stats().writtenBytes()).isEqualTo(4);
    assertThat(inode(fixture.path(second).resolve("same.txt")))
        .isEqualTo(inode(fixture.path(first).resolve("same.txt")));
  }

  @Test
  void doesNothingWhenTheTreeDidNotChange() throws Exception {
    fixture.git.commit("one", "a", "a");
    Export first = fixture.export("main").current();
    fixture.git.commit("empty");
    Set<String> before = everything();

    ExportOutcome outcome = fixture.export("main");

    assertThat(outcome).isInstanceOf(ExportOutcome.UpToDate.class);
    assertThat(outcome.current().id()).isEqualTo(first.id());
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void confirmsWhatIsServedWithoutItsRepository() throws Exception {
    fixture.git.commit("one", "a", "1");
    Export first = fixture.export("main").current();
    fixture.git.commit("two", "a", "2");
    Export second = fixture.export("main").current();
    Files.move(fixture.git.directory(), fixture.volume.resolveSibling("away"));
    ExportSettings others =
        Settings.with().include(List.of("a")).symlinks(SymlinkPolicy.SKIP).made();

    assertThat(confirm(fixture.settings, second).orElseThrow())
        .isInstanceOf(ExportOutcome.UpToDate.class)
        .returns(second.id(), outcome -> outcome.current().id());
    assertThat(confirm(fixture.settings, first)).as("not current").isEmpty();
    assertThat(confirm(others, second)).as("other settings").isEmpty();
  }

  private Optional<ExportOutcome> confirm(ExportSettings settings, Export served) {
    return fixture.exporter.confirm(fixture.publication, settings, served.id());
  }

  private Set<String> everything() throws Exception {
    try (var all = Files.walk(fixture.volume)) {
      return all.map(
              path -> {
                try {
                  return path + " " + Files.getLastModifiedTime(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .collect(Collectors.toSet());
    }
  }

  private static Object inode(Path path) throws Exception {
    return Files.getAttribute(path, "unix:ino");
  }
}
