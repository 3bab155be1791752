package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Child process: exports, and at a fault point says `there` and waits for the end of its input.
/// Arguments: volume, repository, treeish, fault point.
final class HoldingRun {

  private HoldingRun() {}

  public static void main(String[] arguments) {
    FaultPoint pause = FaultPoint.valueOf(arguments[3]);
    FaultPoints faults =
        point -> {
          if (point == pause) {
            System.out.println("there");
            try {
              System.in.readAllBytes();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    Site site = Site.on(Path.of(arguments[0]), Path.of(arguments[1]));
    try {
      ExportOutcome outcome =
          site.export(new Exporter(Site.environment(Durability.DISK, faults)), arguments[2]);
      System.out.println(outcome.getClass().getSimpleName());
    } catch (ExportException e) {
      System.out.println(e.getClass().getSimpleName());
    }
  }
}
