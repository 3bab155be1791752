package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.GitException;
import dev.gitexport.git.SyncStore;
import dev.gitexport.git.Upkeep;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories behind folders stay small, and lose nothing that a ref keeps.
final class StoreGrowthTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final int ROUNDS = 40;
  private static final int MOST = 25;

  @TempDir Path directory;

  private final List<String> heard = new ArrayList<>();

  private final Upkeep.Listener listener =
      new Upkeep.Listener() {
        @Override
        public void collected() {
          heard.add("collected");
        }

        @Override
        public void failed(GitException failure) {
          heard.add(failure.getMessage());
        }
      };

  @Test
  void aFolderOfManyCommitsAndConflictsStaysSmall() {
    Desk desk = Desk.make(directory);
    Desk other = desk.other("theirs");
    desk.settings = desk.settings.withOnConflict(OnConflict.THEIRS);
    GcPolicy policy = new GcPolicy(0, MOST, Duration.ZERO);
    desk.sync = new FolderSync(CLOCK, new Upkeep(policy, Runnable::run, listener, CLOCK));
    desk.write("a", "start").sync();
    for (int i = 0; i < ROUNDS; i++) {
      other.sync();
      other.write("a", "theirs " + i).write("b", "theirs " + i).sync();
      desk.write("a", "ours " + i);
      assertThat(desk.sync())
          .isInstanceOfSatisfying(
              SyncOutcome.Pushed.class, pushed -> assertThat(pushed.lost()).hasSize(1));
    }

    assertThat(heard).isNotEmpty().containsOnly("collected");
    var statistics = SyncStore.maintenance(desk.state.directory(), CLOCK).statistics();
    assertThat(statistics.packs()).isLessThanOrEqualTo(MOST + 1);
    assertThat(statistics.looseObjects()).isLessThan(ROUNDS * 9L / 2);
    var fsck = desk.state.ask(new byte[0], "fsck", "--strict", "--no-dangling");
    assertThat(fsck.code()).as(fsck.errors()).isZero();
    String kept = desk.state.run("log", "--format=", "-p", "--glob=refs/gitsync/lost");
    for (int i = 0; i < ROUNDS; i++) {
      assertThat(kept).contains("+ours " + i);
    }
    assertThat(desk.read("a")).isEqualTo("theirs " + (ROUNDS - 1));
  }
}
