package dev.gitexport.cli;

import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Target;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "pin",
    mixinStandardHelpOptions = true,
    description = {
      "Hold the link at one export until 'unpin'.",
      "",
      "The export is named by its id, its commit's first digits, or 'previous'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport pin --volume /srv/volume 3f2c1a9",
      "  gitexport pin --volume /srv/volume web/shop 20261121T101500Z-3f2c1a9"
    })
final class PinCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;
  @Mixin private final Output output = new Output();

  @Parameters(
      arity = "1..2",
      hideParamSyntax = true,
      paramLabel = "[NAMESPACE/NAME] EXPORT",
      description = "Target on the volume (default: the only one), and the export.")
  private List<String> arguments = List.of();

  private final Surroundings surroundings;

  PinCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    TargetAndWords parsed = TargetAndWords.of(arguments, 1);
    Target target = volume.target(parsed.target());
    try (Progress progress = new Progress(output, surroundings)) {
      ExportOutcome outcome =
          new Exporter(surroundings.clock(), progress).pin(target, parsed.words().getFirst());
      output.print(LinkText.report(target, outcome), () -> LinkText.of(target, outcome));
    }
    return ExitCode.OK.number();
  }
}
