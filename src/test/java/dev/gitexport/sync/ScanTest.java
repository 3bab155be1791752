package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitexport.files.Trash;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Folders that others change while they are looked at, and clocks that jump.
final class ScanTest {

  private static final int FILES = 40;
  private static final int SWAPS = 150;
  private static final int BYTES = 512 * 1024;
  private static final int CHUNK = 4096;
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @TempDir Path directory;
  private Desk desk;

  @BeforeEach
  void makeDesk() {
    desk = Desk.make(directory);
    desk.upstream = new Upstream.None();
  }

  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  /// Does something over and over again in another thread while there are commits.
  private void during(Deed deed, Runnable commits) {
    var isOver = new AtomicBoolean();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> {
          try {
            while (!isOver.get()) {
              deed.run();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try {
      commits.run();
    } finally {
      isOver.set(true);
    }
    other.join();
  }

  private static List<HeldBack> heldBack(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Committed committed -> committed.heldBack();
      case SyncOutcome.NothingToCommit nothing -> nothing.heldBack();
      case SyncOutcome.Pushed pushed -> pushed.heldBack();
      case SyncOutcome.Conflicted conflicted -> conflicted.heldBack();
      case SyncOutcome.Waiting waiting -> waiting.heldBack();
    };
  }

  @Test
  void aDirectoryThatBecomesASymlinkIsNoWayOut() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(outside.resolve("f" + i), "somebody else's " + i);
      desk.write("dir/f" + i, "ours " + i);
    }
    Path dir = desk.folder.resolve("dir");
    Path away = directory.resolve("away");
    desk.released = Set.of(Guard.DELETIONS);

    during(
        () -> {
          Files.move(dir, away);
          Files.createSymbolicLink(dir, outside);
          Files.delete(dir);
          Files.move(away, dir);
        },
        () -> {
          for (int i = 0; i < SWAPS; i++) {
            desk.commit();
          }
        });

    desk.commit();
    assertThat(desk.state.run("ls-tree", "-r", "--name-only", "main").lines()).hasSize(FILES);
    String contents = desk.state.run("cat-file", "--batch-all-objects", "--batch", "--buffer");
    assertThat(contents).contains("ours 1").doesNotContain("somebody else's");
  }

  /// One writer never rests, the other does between two files.
  @ParameterizedTest
  @CsvSource({"0", "30"})
  void aFileThatIsBeingWrittenIsNeverCommittedInPart(int restMillis) throws IOException {
    Files.createDirectories(desk.folder);
    Path file = desk.folder.resolve("file");
    Files.write(file, new byte[BYTES]);
    var letter = new byte[] {'a'};
    var isReported = new AtomicBoolean();

    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      during(
          () -> {
            letter[0] = (byte) (letter[0] == 'z' ? 'a' : letter[0] + 1);
            byte[] chunk =
                String.valueOf((char) letter[0]).repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
            for (long at = 0; at < BYTES; at += CHUNK) {
              out.seek(at);
              out.write(chunk);
            }
            LockSupport.parkNanos(restMillis * 1_000_000L);
          },
          () -> {
            for (int i = 0; i < 25; i++) {
              if (!heldBack(desk.commit()).isEmpty()) {
                isReported.set(true);
              }
            }
          });
    }

    assertThat(isReported.get() || restMillis > 0).isTrue();
    desk.commit();
    String whole = Files.readString(file);
    assertThat(desk.state.run("show", "main:file")).isEqualTo(whole.strip());
    for (String commit : desk.state.run("rev-list", "main").lines().toList()) {
      assertThat(desk.state.run("show", commit + ":file"))
          .as(commit)
          .satisfies(ScanTest::isOfOneMoment);
    }
  }

  /// The writer goes from the front to the back, and may be stopped between: what it has reached
  /// has the letter after that of the rest. A reader that it passes sees that the other way round.
  private static void isOfOneMoment(String content) {
    List<Character> letters = content.chars().distinct().mapToObj(each -> (char) each).toList();
    assertThat(letters).hasSizeLessThanOrEqualTo(2);
    if (letters.size() == 2) {
      assertThat(content.lastIndexOf(letters.getFirst()))
          .isLessThan(content.indexOf(letters.getLast()));
      assertThat(letters.getFirst())
          .isEqualTo(letters.getLast() == 'z' ? 'a' : (char) (letters.getLast() + 1));
    }
  }

  /// The clock of the folder's file system, or ours, is an hour before or after the other.
  @ParameterizedTest
  @CsvSource({"0, 3600", "0, -3600", "3600, 0", "-3600, 0", "-31536000, 31536000"})
  void aClockThatJumpsHidesNoChange(long ours, long theirs) throws IOException {
    desk.sync = new FolderSync(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(ours)));
    FileTime time = FileTime.from(Instant.now().plusSeconds(theirs));
    desk.write("a", "1");
    Files.setLastModifiedTime(desk.folder.resolve("a"), time);
    desk.commit();
    desk.write("a", "2");

    desk.commit();

    assertThat(desk.state.run("show", "main:a")).isEqualTo("2");
    assertThat(desk.commit()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @ParameterizedTest
  @CsvSource({"0", "3600"})
  void aYoungFileIsReadAgainWhateverItsSizeAndTime(long seconds) throws IOException {
    FileTime time = FileTime.from(Instant.now().plusSeconds(seconds));
    desk.write("a", "1");
    Files.setLastModifiedTime(desk.folder.resolve("a"), time);
    desk.commit();
    desk.write("b", "2");
    Files.setLastModifiedTime(desk.folder.resolve("b"), time);
    Files.move(
        desk.folder.resolve("b"), desk.folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);

    desk.commit();

    assertThat(desk.state.run("show", "main:a")).isEqualTo("2");
  }

  /// Programs that write a file as long as it was and give it the time that it had.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cp -p $NEW/a a",
        "mv $NEW/a a",
        "cat $NEW/a > a; touch -r $NEW/a a",
        "tar c --format=posix -f - -C $NEW a | tar xf -"
      })
  void aFileThatIsRewrittenWithItsFormerTimeIsCommitted(String words) throws Exception {
    desk.write("a", "1");
    grow();
    Path former = desk.folder.resolve("a");
    Path fresh = Files.createDirectory(directory.resolve("new")).resolve("a");
    do {
      Files.writeString(fresh, "2");
    } while (FileStamp.of(fresh).changed().toEpochMilli()
        == FileStamp.of(former).changed().toEpochMilli());
    Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(former));
    FileStamp before = FileStamp.of(former);

    var shell = new ProcessBuilder("sh", "-ec", words).directory(desk.folder.toFile());
    shell.environment().put("NEW", fresh.resolveSibling("").toString());
    assertThat(shell.start().waitFor()).isZero();
    desk.commit();

    assertThat(FileStamp.of(former))
        .extracting(FileStamp::size, FileStamp::modified)
        .containsExactly(before.size(), before.modified());
    assertThat(desk.state.run("show", "main:a")).isEqualTo("2");
  }

  /// Whether a scan reads nothing but stats.
  private boolean findsAllUnread() throws IOException {
    SyncRequest request = desk.request();
    DirCache index = DirCache.read(desk.state.directory().resolve("index").toFile(), FS.DETECTED);
    try (var hashing = new Hashing()) {
      var reading = new FileReading(hashing, request, Clock.systemUTC());
      var rules = IgnoreRules.of(List.of(), desk.state.directory().resolve("none"));
      return new FolderScan(request, index, reading).run(rules).isIndex();
    }
  }

  /// Commits until no file is young.
  private void grow() {
    await()
        .until(() -> {
          desk.commit();
          return findsAllUnread();
        });
  }

  private static boolean isYoung(Path file) throws IOException {
    return FileStamp.of(file).changed().isAfter(Instant.now().minusMillis(1_900));
  }

  /// However the clock of the folder's file system goes.
  @ParameterizedTest
  @CsvSource({"0", "-3600"})
  void whatDidNotChangeIsNotRead(long ours) throws IOException {
    desk.sync = new FolderSync(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(ours)));
    desk.write("a", "1").write("dir/b", "2");
    Files.createSymbolicLink(desk.folder.resolve("dir/link"), Path.of("../a"));
    assertThat(desk.folder.resolve("dir/b").toFile().setExecutable(true)).isTrue();

    grow();

    assertThat(findsAllUnread()).isTrue();
  }

  /// Within one tick of the file system's clock it could be written to again: by that clock, ours
  /// may be before or after it.
  @ParameterizedTest
  @CsvSource({"0", "3600", "-3600"})
  void aFileThatWasJustGivenAnOldTimeIsReadAgain(long ours) throws IOException {
    desk.sync = new FolderSync(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(ours)));
    Path file = desk.folder.resolve("a");
    do {
      desk.write("a", "1");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      desk.commit();
    } while (!isYoung(file));

    assertThat(findsAllUnread()).isFalse();
    assertThat(desk.state.directory()).isDirectoryNotContaining("glob:**/*clock*");
  }

  /// Where the repository is on another file system, the folder's own tells.
  @Test
  void aFolderOnAFileSystemOfItsOwnIsJudgedByThat() throws IOException {
    Path volume = Files.createTempDirectory(Path.of("/dev/shm"), "folder");
    Desk there = desk.on(volume);
    try {
      Files.createDirectory(there.folder);
      var ours = Clock.offset(Clock.systemUTC(), A_DAY);
      var time = new FolderClock(there.request(), directory, ours);

      assertThat(Duration.between(time.instant(), Instant.now()).abs()).isLessThan(A_MINUTE);
      assertThat(there.folder).isEmptyDirectory();
      Files.delete(there.folder);
      var none = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
      assertThat(new FolderClock(there.request(), directory, none).instant())
          .isEqualTo(Instant.EPOCH);
    } finally {
      Trash.delete(volume);
    }
  }

  @Test
  void aThousandFilesAtOnceAreOneCommit() {
    desk.write("first", "1").commit();
    for (int i = 0; i < 1000; i++) {
      desk.write("dir%d/f%d".formatted(i % 10, i), "content " + i);
    }

    desk.commit();
    desk.commit();

    assertThat(desk.state.run("rev-list", "--count", "main")).isEqualTo("2");
    assertThat(desk.state.run("ls-tree", "-r", "--name-only", "main").lines()).hasSize(1001);
  }

  @Test
  void aNameThatIsNoTextIsReported() throws Exception {
    desk.write("a", "1");
    new ProcessBuilder("sh", "-c", "touch \"$(printf 'b\\377')\"")
        .directory(desk.folder.toFile())
        .start()
        .waitFor();

    assertThat(heldBack(desk.commit()))
        .extracting(HeldBack::why)
        .containsExactly("its name is not UTF-8");

    assertThat(desk.state.run("ls-tree", "-r", "--name-only", "main")).isEqualTo("a");
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /// Whichever thread comes upon what first: the same path is named each time.
  @Test
  void aRepositoryDeepInTheFolderEndsTheScanAndLeavesNothingOpen() throws IOException {
    for (int i = 0; i < 200; i++) {
      desk.write("d%d/e/f".formatted(i), "1");
    }
    desk.commit();
    for (int i = 0; i < 200; i += 20) {
      desk.write("d%d/e/x/.git".formatted(i), "gitdir: elsewhere");
    }
    long before = descriptors();

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(desk::commit)
          .isInstanceOf(SyncException.GuardTripped.class)
          .hasMessageContaining("'d0/e/x/.git'");
    }

    assertThat(descriptors()).isLessThan(before + 10);
    for (int i = 0; i < 200; i += 20) {
      desk.delete("d%d/e/x/.git".formatted(i));
    }
    assertThat(desk.commit()).isInstanceOf(SyncOutcome.NothingToCommit.class);
  }

  @Test
  void whatIsHeldBackIsToldInTheOrderOfPaths() throws IOException {
    for (int i = 100; i < 300; i++) {
      desk.write("d%d/e/f".formatted(i), "-----BEGIN RSA PRIVATE KEY-----\n");
    }

    assertThat(heldBack(desk.commit()))
        .hasSize(200)
        .isSortedAccordingTo(Comparator.comparing(HeldBack::path));
  }

  private void deep(int levels) throws IOException {
    String path = "a" + "/a".repeat(levels - 1);
    try (var held = HeldDirectory.open(desk.folder, path, true)) {
      Files.writeString(held.path().resolve("f"), "1");
    }
  }

  /// Deeper than a stack would allow: what is not too deep for git's trees is committed.
  @Test
  void aFolderOfAnyDepthIsLookedThrough() throws Exception {
    desk.write("top", "1");
    try {
      deep(5_000);
      Path middle = desk.folder.resolve("a/".repeat(500) + "f");
      Files.writeString(middle, "1");

      SyncOutcome outcome = desk.commit();

      assertThat(heldBack(outcome)).extracting(HeldBack::path).containsExactly("a/".repeat(501));
      assertThat(desk.state.run("ls-tree", "-r", "--name-only", "main").lines())
          .containsExactly("a/".repeat(500) + "f", "top");
      assertThat(desk.commit()).isInstanceOf(SyncOutcome.NothingToCommit.class);
    } finally {
      // Java's own walk of a directory goes by paths.
      new ProcessBuilder("rm", "-rf", desk.folder.resolve("a").toString()).start().waitFor();
    }
  }

  /// What is listed may be gone before it is read; that makes no deletion of what is beside it.
  @Test
  void rulesThatComeAndGoLoseNoFile() throws IOException {
    for (int i = 0; i < FILES; i++) {
      desk.write("dir%d/f".formatted(i), "1");
    }
    desk.commit();
    desk.released = Set.of(Guard.DELETIONS);
    Path rules = desk.folder.resolve("dir7/.gitignore");

    during(
        () -> {
          Files.writeString(rules, "none\n");
          Files.delete(rules);
        },
        () -> {
          for (int i = 0; i < 20 * SWAPS; i++) {
            desk.commit();
          }
        });

    assertThat(
            desk.state.run(
                "log", "--diff-filter=D", "--name-only", "--format=", "main", "--", "*/f"))
        .isEmpty();
  }
}
