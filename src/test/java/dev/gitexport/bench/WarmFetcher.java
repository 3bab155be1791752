package dev.gitexport.bench;

import dev.gitexport.git.Access;
import dev.gitexport.git.Credentials;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.Fetched;
import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.Network;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.Source;
import dev.gitexport.git.StoreMaintenance;
import dev.gitexport.git.Treeish;
import dev.gitexport.git.Trust;
import dev.gitexport.git.Upkeep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/// Fetches what the lines of its standard input say, `store, URL, CA file or nothing, history,
/// treeish` between tabs, and answers each with a line: the nanoseconds of the look at the remote,
/// and those of the fetch. The store is looked after when the clock has stopped.
final class WarmFetcher {

  private static final Clock CLOCK = Clock.systemUTC();

  private WarmFetcher() {}

  public static void main(String... arguments) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(answer(line.split("\t", -1)));
      System.out.flush();
    }
  }

  private static String answer(String... words) throws IOException {
    try {
      var history = History.valueOf(words[3].toUpperCase(Locale.ROOT));
      return fetch(
          new ObjectStore(Path.of(words[0]), "bench", CLOCK),
          new Source(words[1], GitNamespace.none(), "-", history),
          access(words[2]),
          new Treeish(words[4]));
    } catch (GitException e) {
      return "failed: " + e.getMessage();
    }
  }

  private static Access access(String authority) throws IOException {
    return authority.isEmpty()
        ? Access.anonymous()
        : new Access(
            new Credentials.None(),
            new Trust(Files.readString(Path.of(authority)), "", ""),
            Network.open());
  }

  private static String fetch(ObjectStore store, Source source, Access access, Treeish treeish) {
    long start = System.nanoTime();
    RemoteRefs look = store.look(source, access, soon());
    long looked = System.nanoTime();
    Fetched fetched = store.fetch(source, access, treeish, look, soon());
    long ended = System.nanoTime();
    fetched.close();
    StoreMaintenance maintenance = store.maintenance(source);
    new Upkeep(GcPolicy.DEFAULT, Runnable::run, Upkeep.Listener.NONE, CLOCK).after(maintenance);
    return "%d\t%d".formatted(looked - start, ended - looked);
  }

  private static Deadline soon() {
    return Deadline.in(CLOCK, Duration.ofMinutes(10));
  }
}
