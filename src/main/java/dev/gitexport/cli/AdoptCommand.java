package dev.gitexport.cli;

import dev.gitexport.export.ExportCatalog;
import dev.gitexport.export.ExportListener;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Target;
import dev.gitexport.export.TargetLifecycle;
import dev.gitexport.failure.InputException;
import dev.gitexport.report.TargetReport;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Take over a target that belongs to somebody else, or to nobody.",
      "",
      "Its exports stay. To take it from somebody, his uid has to be named: 'gitexport adopt' without it says which."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport adopt --volume /srv/volume web/shop",
      "  gitexport adopt --volume /srv/volume web/shop --former-uid 8f7c0e7e-…"
    })
final class AdoptCommand implements Callable<Integer> {

  @Mixin private final VolumeOptions volume;

  @Option(
      names = "--former-uid",
      paramLabel = "UID",
      description = "The uid that owner.json names (default: there is no owner.json).")
  private String formerUid = "";

  @Option(
      names = "--cluster",
      paramLabel = "ID",
      description = "Cluster of the new owner (default: local, the command line).")
  private String cluster = Owner.LOCAL;

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description = "Uid of the new owner (default: local, the command line).")
  private String uid = Owner.LOCAL;

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = VolumeOptions.TARGET_LABEL, description = "Target on the volume.")
  private String name = "";

  private final Surroundings surroundings;

  AdoptCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.volume = new VolumeOptions(surroundings);
  }

  @Override
  public Integer call() {
    Target target = existing();
    String former = ExportCatalog.read(target).owner().map(Owner::uid).orElse("");
    if (!former.equals(formerUid)) {
      throw new InputException.InvalidSpec(
          target.path(),
          former.isEmpty()
              ? "it belongs to nobody. Leave --former-uid out."
              : "it belongs to the uid '%s'. Name it with --former-uid.".formatted(former),
          null);
    }
    new TargetLifecycle(surroundings.clock(), ExportListener.NONE)
        .adopt(target, owner(), formerUid);
    output.print(
        new TargetReport(target.path(), "Adopted"), () -> "%s: adopted%n".formatted(target.path()));
    return ExitCode.OK.number();
  }

  private Target existing() {
    Target target = volume.place(name);
    if (!Files.isDirectory(target.directory())) {
      throw new InputException.InvalidSpec(
          VolumeOptions.TARGET_LABEL, "there is no directory " + target.directory() + ".", null);
    }
    return target;
  }

  private Owner owner() {
    int slash = name.indexOf('/');
    return slash < 0
        ? new Owner(cluster, LocalResource.DEFAULT_NAMESPACE, name, uid)
        : new Owner(cluster, name.substring(0, slash), name.substring(slash + 1), uid);
  }
}
