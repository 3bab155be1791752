package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A branch that moves on and on, fetched after each of its commits.
class ManyFetchesIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final int FETCHES = 500;
  private static final int FILES = 20;
  private static final int GIT_DEPTH = 50;

  @TempDir Path directory;

  private RealGit remote;
  private ObjectStore store;
  private final List<ObjectId> commits = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(History.class)
  void aStoreStaysSmallOverFiles(History history) throws IOException {
    fetchAll("file://" + remote.directory(), history);
  }

  @ParameterizedTest
  @EnumSource(History.class)
  void aStoreStaysSmallOverHttp(History history) throws IOException {
    try (var server =
        GitHttpServer.start(directory.resolve("server"), directory.resolve("projects"))) {
      fetchAll(server.plainUrl("open", "moving/.git"), history);
    }
  }

  /// A reader of the first commit is there all the while, and reads it at the end.
  private void fetchAll(String url, History history) throws IOException {
    var source = new Source(url, GitNamespace.none(), "-", history);
    var upkeep = new Upkeep(GcPolicy.DEFAULT, Runnable::run, Upkeep.Listener.NONE, CLOCK);
    move(commits.getFirst());
    try (Fetched first = fetch(source);
        ObjectReader reader = first.source().newObjectReader()) {
      for (ObjectId commit : commits) {
        move(commit);
        try (Fetched fetched = fetch(source)) {
          assertThat(fetched.tree().revision().id()).isEqualTo(commit);
        }
        upkeep.after(store.maintenance(source));
        assertThat(directory(source).packs().size()).isLessThanOrEqualTo(GcPolicy.DEFAULT.packs());
        assertThat(ends(source)).isLessThanOrEqualTo(GcPolicy.DEFAULT.packs() + 1L);
      }
      assertThat(reader.open(first.tree().tree()).getCachedBytes()).isNotEmpty();
    }
    assertSmall(source);
  }

  private void assertSmall(Source source) throws IOException {
    StoreMaintenance maintenance = store.maintenance(source);
    StoreStatistics statistics = maintenance.statistics();
    assertThat(statistics.looseObjects()).isZero();
    assertThat(statistics.deepestDeltaChain()).isLessThanOrEqualTo(GIT_DEPTH);
    assertThat(statistics.packBytes()).isLessThan(3 * packedBytes());
    assertThat(maintenance.verify(soon()).isSound()).isTrue();
    RealGit.Answer check = new RealGit(directory(source).path()).ask(new byte[0], "fsck");
    assertThat(check.code()).as(check.errors()).isZero();

    maintenance.gc(Duration.ofMinutes(-1), soon());

    assertThat(maintenance.statistics().packs()).isEqualTo(1);
    assertThat(maintenance.statistics().packedObjects())
        .isLessThanOrEqualTo(source.history() == History.FULL ? 3L * FETCHES + FILES : FILES + 2L);
    fetch(source).close();
  }

  private Fetched fetch(Source source) {
    return store.fetch(
        source,
        Access.anonymous(),
        new Treeish("main"),
        store.look(source, Access.anonymous(), soon()),
        soon());
  }

  /// Each commit changes a line of one file, as people do: what follows is sent as a delta.
  @BeforeEach
  void makeRemote() throws IOException {
    remote = RealGit.init(directory.resolve("projects/moving"));
    store = new ObjectStore(directory.resolve("store"), "tenant", CLOCK);
    var stream = new StringBuilder();
    for (int i = 0; i < FETCHES; i++) {
      stream.append("commit refs/heads/all\nmark :%d\n".formatted(i + 1));
      stream.append("committer C <c@example.com> %d +0000\n".formatted(1_700_000_000 + i));
      stream.append("data 0\n");
      for (int file = i == 0 ? 0 : FILES - 1; file < FILES; file++) {
        String content = lines(file, i);
        stream.append("M 100644 inline file%d.txt\n".formatted(file));
        stream.append("data %d\n%s\n".formatted(content.length(), content));
      }
    }
    remote.input(stream.toString(), "fast-import", "--quiet");
    remote.run("repack", "-adfq");
    remote
        .run("rev-list", "--reverse", "all")
        .lines()
        .map(ObjectId::fromString)
        .forEach(commits::add);
  }

  private static String lines(int file, int revision) {
    var text = new StringBuilder();
    for (int line = 0; line < 200; line++) {
      int changed = line == 100 ? revision : 0;
      text.append(
          "line %d of file %d is %x\n".formatted(line, file, (line + 1) * 7919L * (changed + 1)));
    }
    return text.toString();
  }

  private void move(ObjectId commit) throws IOException {
    Files.writeString(remote.directory().resolve(".git/refs/heads/main"), commit.name() + "\n");
  }

  private long packedBytes() throws IOException {
    try (var files = Files.list(remote.directory().resolve(".git/objects/pack"))) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private StoreDirectory directory(Source source) {
    String name = source.history() == History.FULL ? "shared.git" : source.key() + ".git";
    return new StoreDirectory(directory.resolve("store/tenant").resolve(name));
  }

  private long ends(Source source) throws IOException {
    Path shallow = directory(source).path().resolve("shallow");
    return Files.exists(shallow) ? Files.readAllLines(shallow).size() : 0;
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(1));
  }
}
