package dev.gitexport.cli;

import dev.gitexport.export.ExportListener;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Target;
import dev.gitexport.report.TargetReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unpin",
    mixinStandardHelpOptions = true,
    description = {
      "Forget the pin of a target.",
      "",
      "The link stays where it is; the next 'gitexport apply' moves it to what the manifest asks for."
    },
    footerHeading = "%nExamples:%n",
    footer = "  gitexport unpin --volume /srv/volume web/shop")
final class UnpinCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = VolumeOptions.TARGET_LABEL,
      description = "Target on the volume (default: the only one).")
  private String name = "";

  private final Surroundings surroundings;

  UnpinCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    Target target = volume.target(name);
    boolean was = new Exporter(surroundings.clock(), ExportListener.NONE).unpin(target);
    output.print(
        new TargetReport(target.path(), was ? "Unpinned" : "NotPinned"),
        () -> "%s: %s%n".formatted(target.path(), was ? "unpinned" : "was not pinned"));
    return ExitCode.OK.number();
  }
}
