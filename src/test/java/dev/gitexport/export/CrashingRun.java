package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Child process: runs a scenario and dies, without any clean-up, when it comes to a fault point
/// for the n-th time. Arguments: scenario, volume, repository, fault point, n.
final class CrashingRun {

  private CrashingRun() {}

  public static void main(String[] arguments) {
    CrashScenario scenario = CrashScenario.valueOf(arguments[0]);
    FaultPoint fatal = FaultPoint.valueOf(arguments[3]);
    AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[4]));
    FaultPoints faults =
        point -> {
          if (point == fatal && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(ChildJvm.KILLED);
          }
        };
    scenario.run(
        scenario.on(Path.of(arguments[1]), Path.of(arguments[2])),
        Site.environment(Durability.DISK, faults));
  }
}
