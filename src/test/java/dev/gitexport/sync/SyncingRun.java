package dev.gitexport.sync;

import dev.gitexport.export.ChildJvm;
import dev.gitexport.sync.FaultPoints.FaultPoint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/// Child process on a desk. With a fault point: one run that dies, without any clean-up, when it
/// comes to it for the n-th time. Without: runs that write and push until somebody kills them.
/// Arguments: scenario, directory, and fault point and n, or `busy` and the first serial.
final class SyncingRun {

  private SyncingRun() {}

  public static void main(String[] arguments) {
    Desk desk = Desk.at(Path.of(arguments[1]), "ours");
    desk.settings = SyncCrashTest.Scenario.valueOf(arguments[0]).settings();
    int number = Integer.parseInt(arguments[3]);
    if (arguments[2].equals("busy")) {
      System.out.println("ready");
      for (int serial = number; ; serial++) {
        desk.write("busy-" + serial % 3, "serial " + serial).sync();
      }
    }
    FaultPoint fatal = FaultPoint.valueOf(arguments[2]);
    AtomicInteger left = new AtomicInteger(number);
    desk.sync =
        new FolderSync(
            Clock.systemUTC(),
            point -> {
              if (point == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(ChildJvm.KILLED);
              }
            });
    desk.sync();
  }
}
