package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRepairTest {

  private static final Clock CLOCK = Clock.systemUTC();

  /// As long as the path of a store can be before its packs have no path any more, within a few.
  private static final int LONG_PATH = 4020;

  @TempDir Path directory;

  @Test
  void aStoreThatCannotBeLookedAtStaysAsItIs() throws IOException {
    RealGit git = RealGit.init(directory.resolve("remote"));
    git.commit("one", "a.txt", "content");
    var source = new Source("file://" + git.directory(), GitNamespace.none(), "-", History.FULL);
    // The packs still have a path; the links to them, deeper inside the store, have none.
    var store = new ObjectStore(longRoot(), "tenant", CLOCK);
    store
        .fetch(
            source,
            Access.anonymous(),
            new Treeish("main"),
            store.look(source, Access.anonymous(), soon()),
            soon())
        .close();
    Path tenant = longRoot().resolve("tenant");
    var before = files(tenant);

    assertThatThrownBy(() -> store.repair(source, soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("Could not check the store");
    assertThatThrownBy(() -> store.maintenance(source).verify(soon()))
        .isInstanceOf(GitException.RepositoryUnreachable.class);

    assertThat(files(tenant)).isEqualTo(before);
    store
        .fetch(
            source,
            Access.anonymous(),
            new Treeish("main"),
            store.look(source, Access.anonymous(), soon()),
            soon())
        .close();
    assertThat(files(tenant)).isEqualTo(before);
  }

  /// Without when a directory was written to, as it was for the view and its lock.
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = RealGit.snapshot(root);
    files.replaceAll((_, what) -> what.startsWith("directory") ? "directory" : what);
    files.remove("shared.git.lock");
    return files;
  }

  private Path longRoot() throws IOException {
    int length = LONG_PATH - "/tenant/shared.git".length();
    Path root = directory;
    while (length - root.toString().length() > 202) {
      root = root.resolve("d".repeat(200));
    }
    root = root.resolve("e".repeat(length - root.toString().length() - 1));
    return Files.createDirectories(root);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
