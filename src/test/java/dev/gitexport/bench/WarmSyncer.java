package dev.gitexport.bench;

import dev.gitexport.git.GitException;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.sync.SyncException;
import dev.gitexport.sync.SyncOutcome;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/// Commits the work trees that the lines of its standard input name, and answers each with a line:
/// nanoseconds, and whether there was nothing to commit.
final class WarmSyncer {

  private static final FolderSync SYNC = new FolderSync(Clock.systemUTC());

  private WarmSyncer() {}

  public static void main(String... arguments) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(answer(Path.of(line)));
      System.out.flush();
    }
  }

  private static String answer(Path tree) {
    var request =
        new SyncRequest(
            "bench", tree, tree, new Upstream.None(), "main", SyncSettings.DEFAULT, Set.of());
    try {
      long start = System.nanoTime();
      SyncOutcome outcome = SYNC.commit(request);
      return "%d\t%b"
          .formatted(System.nanoTime() - start, outcome instanceof SyncOutcome.NothingToCommit);
    } catch (SyncException | GitException e) {
      return "failed: " + e.getMessage();
    }
  }
}
