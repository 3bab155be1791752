package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderWatcherTest {

  @TempDir Path directory;

  private static void hears(FolderWatcher watcher) {
    await().until(watcher::poll);
  }

  @Test
  void hearsOfFilesInOldAndNewDirectories() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    try (var watcher = new FolderWatcher(directory)) {
      assertThat(watcher.isWatching()).isTrue();
      assertThat(watcher.poll()).isFalse();
      Files.writeString(directory.resolve("a/b/file"), "1");
      hears(watcher);
      Files.createDirectories(directory.resolve("new"));
      hears(watcher);
      Files.writeString(directory.resolve("new/file"), "1");
      hears(watcher);
      Files.delete(directory.resolve("a/b/file"));
      hears(watcher);
    }
  }

  @Test
  void repositoriesAndOurOwnFilesAreNoChange() throws IOException {
    Files.createDirectories(directory.resolve(".git"));
    try (var watcher = new FolderWatcher(directory)) {
      Files.writeString(directory.resolve(".git/HEAD"), "x");
      Files.writeString(
          directory.resolve(".gitsync-00000001-0000-4000-8000-000000000000.tmp"), "x");
      Files.writeString(directory.resolve("last"), "x");
      hears(watcher);
      Files.delete(directory.resolve(".gitsync-00000001-0000-4000-8000-000000000000.tmp"));
      assertThat(watcher.isWatching()).isTrue();
    }
  }

  /// So many events at once that the system drops some.
  @Test
  void anOverflowIsAChange() throws IOException {
    try (var watcher = new FolderWatcher(directory)) {
      for (int i = 0; i < 2_000; i++) {
        Files.writeString(directory.resolve("f" + i), "1");
      }
      Files.createDirectory(directory.resolve("late"));
      hears(watcher);
      await().until(() -> !watcher.poll());
      assertThat(watcher.overflows()).isPositive();
      Files.writeString(directory.resolve("late/file"), "1");
      hears(watcher);
    }
  }

  private static long instances() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(FolderWatcherTest::isInotify).count();
    }
  }

  private static boolean isInotify(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("inotify");
    } catch (IOException _) {
      return false; // closed meanwhile
    }
  }

  @Test
  void manyFoldersTakeOneInstanceAndEachHearsOfItsOwnChanges() throws IOException {
    List<FolderWatcher> watchers = new ArrayList<>();
    try (var first = new FolderWatcher(Files.createDirectory(directory.resolve("first")))) {
      long before = instances();
      for (int i = 0; i < 200; i++) {
        watchers.add(new FolderWatcher(Files.createDirectory(directory.resolve("f" + i))));
      }
      assertThat(watchers).allMatch(FolderWatcher::isWatching);
      assertThat(instances()).isEqualTo(before);

      Files.writeString(directory.resolve("f7/file"), "1");
      hears(watchers.get(7));
      assertThat(watchers)
          .filteredOn(each -> each != watchers.get(7))
          .noneMatch(FolderWatcher::poll);

      watchers.forEach(FolderWatcher::close);
      Files.writeString(directory.resolve("first/file"), "1");
      hears(first);
    }
  }

  @Test
  void aDirectoryOfTwoFoldersIsHeardOfInBothUntilEachIsClosed() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    try (var outside = new FolderWatcher(directory)) {
      try (var inside = new FolderWatcher(inner)) {
        Files.writeString(inner.resolve("file"), "1");
        hears(inside);
        hears(outside);
      }
      Files.writeString(inner.resolve("file"), "2");
      hears(outside);
    }
  }

  @Test
  void aFolderThatComesLaterIsWatchedThen() throws IOException {
    Path folder = directory.resolve("later");
    try (var watcher = new FolderWatcher(folder)) {
      assertThat(watcher.isWatching()).isFalse();
      assertThat(watcher.trouble()).contains("no such folder");
      assertThat(watcher.poll()).isFalse();
      Files.createDirectory(folder);

      watcher.retry();
      assertThat(watcher.isWatching()).isTrue();
      assertThat(watcher.trouble()).isEmpty();
      Files.writeString(folder.resolve("file"), "1");
      hears(watcher);
    }
  }
}
