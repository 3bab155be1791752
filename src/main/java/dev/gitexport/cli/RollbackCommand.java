package dev.gitexport.cli;

import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Pin;
import dev.gitexport.export.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Move the link to the export before, and pin it there.",
      "",
      "Nothing is written but the link. 'gitexport unpin' ends it."
    },
    footerHeading = "%nExamples:%n",
    footer = "  gitexport rollback --volume /srv/volume web/shop")
final class RollbackCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = VolumeOptions.TARGET_LABEL,
      description = "Target on the volume (default: the only one).")
  private String name = "";

  private final Surroundings surroundings;

  RollbackCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    Target target = volume.target(name);
    try (Progress progress = new Progress(output, surroundings)) {
      ExportOutcome outcome =
          new Exporter(surroundings.clock(), progress).pin(target, Pin.PREVIOUS);
      output.print(LinkText.report(target, outcome), () -> LinkText.of(target, outcome));
    }
    return ExitCode.OK.number();
  }
}
