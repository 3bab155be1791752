package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.files.Trash;
import dev.gitexport.test.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/// Random histories, exported step by step and compared with what git itself makes of them.
final class ExportEqualsArchiveTest {

  private static final int REVISIONS = 8;

  private Path directory = Path.of("");

  /// A regular file of an export on the volume.
  private record Found(Object inode, long size, Object time, String content, int names) {
    /// Without the mode.
    String bytes() {
      return content.substring(content.indexOf(']') + 1);
    }
  }

  @BeforeTry
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("gitexport-property");
  }

  @AfterTry
  void deleteDirectory() throws IOException {
    Trash.delete(directory);
  }

  @Property(tries = 60)
  void everyExportIsItsRevisionAndSharesWhatIsUnchanged(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count, @ForAll boolean attributes)
      throws IOException {
    ExportFixture fixture = new ExportFixture(directory);
    fixture.settings = settings(attributes);
    fixture.publication =
        fixture.retaining(new Retention(count, Duration.ZERO, Retention.FOREVER, Set.of()));
    Files.writeString(
        fixture.git.directory().resolve(".git/info/attributes"),
        attributes
            ? "* -text -ident -filter -working-tree-encoding\n"
            : "* -text -ident -filter -working-tree-encoding -export-ignore -export-subst\n");
    fixture.git.input(new RandomHistory(seed).stream(REVISIONS), "fast-import", "--quiet");
    for (int revision = 0; revision < REVISIONS; revision++) {
      List<Map<String, Found>> priors = retained(fixture);
      ExportOutcome outcome = fixture.export("r" + revision);
      Path export = fixture.path(outcome.current());

      assertThat(TreeImage.of(export)).isEqualTo(archive(fixture, "r" + revision));
      if (outcome instanceof ExportOutcome.Published) {
        sharesWhatIsUnchanged(files(export), priors, outcome.current().rewritten().keySet());
      }
      noPathHasTwoContentsWithOneSizeAndTime(retained(fixture));
      gitFindsNothingToRefresh(fixture, outcome.current());
      fixture.exporter.prune(fixture.publication, Set.copyOf(outcome.prunable()));
    }
  }

  private static ExportSettings settings(boolean attributes) {
    return Settings.with().exportAttributes(attributes).made();
  }

  private Map<String, String> archive(ExportFixture fixture, String revision) throws IOException {
    Path unpacked = Files.createDirectory(directory.resolve("archive-" + revision));
    Path tar = unpacked.resolveSibling(revision + ".tar");
    fixture.git.run("archive", "-o", tar.toString(), revision);
    Commands.run(unpacked, Map.of(), "tar", "xf", tar.toString());
    return TreeImage.of(unpacked);
  }

  private static List<Map<String, Found>> retained(ExportFixture fixture) throws IOException {
    List<Map<String, Found>> retained = new ArrayList<>();
    for (Export export : ExportCatalog.read(fixture.target).exports()) {
      retained.add(files(fixture.path(export)));
    }
    return retained;
  }

  private static Map<String, Found> files(Path export) throws IOException {
    Map<String, Found> files = new TreeMap<>();
    try (var all = Files.walk(export)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        var attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          files.put(
              export.relativize(path).toString(),
              new Found(
                  Files.getAttribute(path, "unix:ino"),
                  attributes.size(),
                  attributes.lastModifiedTime(),
                  Files.getPosixFilePermissions(path) + Files.readString(path),
                  (int) Files.getAttribute(path, "unix:nlink")));
        }
      }
    }
    return files;
  }

  private static void sharesWhatIsUnchanged(
      Map<String, Found> files, List<Map<String, Found>> priors, Set<String> rewritten) {
    files.forEach((path, file) -> {
      boolean shared = false;
      boolean couldShare = false;
      for (Map<String, Found> prior : priors) {
        for (Found candidate : prior.values()) {
          boolean same = candidate.content().equals(file.content());
          assertThat(candidate.inode().equals(file.inode()) && !same).isFalse();
          shared |= candidate.inode().equals(file.inode());
          couldShare |= same && isDistinct(path, candidate, priors);
        }
      }
      boolean linkable = file.size() > 0 && !rewritten.contains(path);
      assertThat(shared).as("%s of %s is shared", path, files).isEqualTo(linkable && couldShare);
      if (!shared) {
        assertThat(file.names()).as("names of %s", path).isEqualTo(1);
      }
    });
  }

  /// Whether a link to `candidate` could be told from every other content at `path`.
  private static boolean isDistinct(String path, Found candidate, List<Map<String, Found>> priors) {
    return priors.stream()
        .map(prior -> prior.get(path))
        .noneMatch(there ->
            there != null
                && there.size() == candidate.size()
                && there.time().equals(candidate.time())
                && !there.bytes().equals(candidate.bytes()));
  }

  private static void noPathHasTwoContentsWithOneSizeAndTime(List<Map<String, Found>> exports) {
    Map<String, String> contents = new TreeMap<>();
    for (Map<String, Found> export : exports) {
      export.forEach((path, file) -> {
        String known =
            contents.putIfAbsent(path + " " + file.size() + " " + file.time(), file.bytes());
        assertThat(known).as(path).isIn(null, file.bytes());
      });
    }
  }

  private static void gitFindsNothingToRefresh(ExportFixture fixture, Export export) {
    ExportStore store = new ExportStore(fixture.target, Durability.DISK);
    assertThat(
            Commands.run(
                fixture.volume,
                Map.of("GIT_INDEX_FILE", store.index(export.id()).toString()),
                "git",
                "-c",
                "core.checkStat=minimal",
                "--git-dir=" + fixture.git.directory().resolve(".git"),
                "--work-tree=" + store.export(export.id()),
                "diff-files"))
        .isEmpty();
  }
}
