package dev.gitexport.export;

import java.nio.file.Path;
import java.time.Clock;

/// Child process: one export, in whatever circumstances its parent started it. Arguments: volume,
/// repository, treeish, and a group number or -1. Prints the outcome or the failure, and how many
/// files were linked and how many links refused.
final class ExportingRun {

  private ExportingRun() {}

  public static void main(String[] arguments) {
    Site site = Site.on(Path.of(arguments[0]), Path.of(arguments[1]));
    ExportSettings settings =
        Settings.with()
            .permissions(new Permissions(Integer.parseInt(arguments[3]), 0444, 0755))
            .made();
    try {
      Exporter exporter = new Exporter(Clock.systemUTC(), ExportListener.NONE);
      ExportOutcome outcome = site.export(exporter, arguments[2], settings, Sharing.AUTO);
      ExportStats stats = outcome.current().stats();
      System.out.printf(
          "%s, %d linked, %d refused%n",
          outcome.getClass().getSimpleName(), stats.linkedFiles(), stats.refusedLinks());
    } catch (ExportException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
