package dev.gitexport.sync;

import dev.gitexport.export.ChildJvm;
import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.GitException;
import dev.gitexport.git.Upkeep;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Child process on a desk. With a fault point: one run that dies, without any clean-up, when it
/// comes to it for the n-th time. Without: runs that write and push until somebody kills them.
/// Arguments: scenario, directory, and fault point and n, or `busy` and the first serial; with
/// `collecting` instead, garbage is collected as often as can be.
final class SyncingRun {

  private static final Clock CLOCK = Clock.systemUTC();

  private static final Upkeep.Listener FAILING =
      new Upkeep.Listener() {
        @Override
        public void collected() {}

        @Override
        public void failed(GitException failure) {
          throw failure;
        }
      };

  private SyncingRun() {}

  public static void main(String[] arguments) {
    Desk desk = Desk.at(Path.of(arguments[1]), "ours");
    desk.settings = SyncCrashTest.Scenario.valueOf(arguments[0]).settings();
    int number = Integer.parseInt(arguments[3]);
    if (arguments[2].equals("collecting")) {
      var often = new GcPolicy(0, 1, Duration.ZERO);
      desk.sync = new FolderSync(CLOCK, new Upkeep(often, Runnable::run, FAILING, CLOCK));
    }
    if (Set.of("busy", "collecting").contains(arguments[2])) {
      System.out.println("ready");
      for (int serial = number; ; serial++) {
        desk.write("busy-" + serial % 3, "serial " + serial).sync();
      }
    }
    FaultPoint fatal = FaultPoint.valueOf(arguments[2]);
    AtomicInteger left = new AtomicInteger(number);
    desk.sync =
        new FolderSync(
            CLOCK,
            point -> {
              if (point == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(ChildJvm.KILLED);
              }
            });
    desk.sync();
  }
}
