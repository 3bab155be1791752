package dev.gitexport.cli;

import dev.gitexport.export.ExportStats;
import dev.gitexport.export.FolderExport;
import dev.gitexport.export.FolderExportRequest;
import dev.gitexport.export.FolderExportRequest.Prior;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import dev.gitexport.report.ExportReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    customSynopsis = "gitexport export [OPTIONS] [-l TREEISH,PATH...]... [--] TREEISH TARGET",
    mixinStandardHelpOptions = true,
    description = {
      "Export a treeish into a new folder.",
      "",
      "The folder must be absent or empty; missing parents are made. It appears whole or not at"
          + " all. Files that a folder given with -l holds already become hardlinks to it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gitexport export main:public /srv/site",
      "  gitexport export -l v1.0,/srv/v1.0 v1.1 /srv/v1.1",
      "  gitexport export --repository /srv/shop.git -l v1,/srv/v1 v2,/srv/v2 -- v3 /srv/v3",
      "  gitexport export --repository https://git.example.com/shop.git v1 /srv/v1",
      "  gitexport export --verify tag --verify-key team.sshpub v1.1 /srv/v1.1",
      "  gitexport export --output json HEAD /tmp/head"
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin private final GitOptions git;

  @Option(
      names = {"-l", "--link"},
      paramLabel = "TREEISH,PATH",
      parameterConsumer = LinkValues.class,
      description =
          "Link unchanged files from PATH, which TREEISH was exported to; may be repeated, and"
              + " takes several values, which '--' ends. Split at the first comma that leaves an"
              + " existing path.")
  private List<String> links = List.of();

  @Option(
      names = "--trust-priors",
      description = "Link from the folders of -l without reading their files first.")
  private boolean trustPriors;

  @Parameters(
      index = "0",
      paramLabel = "TREEISH",
      description = "Branch, tag, commit, tree or REV:PATH.")
  private String treeish = "";

  @Parameters(index = "1", paramLabel = "TARGET", description = "Folder to make.")
  private Path folder = Path.of("");

  @Mixin private final VerificationOptions verification;
  @Mixin private final ContentOptions content = new ContentOptions();
  @Mixin private final Output output = new Output();

  private final Surroundings surroundings;

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.git = new GitOptions(surroundings);
    this.verification = new VerificationOptions(surroundings);
  }

  @Override
  public Integer call() {
    List<PriorTree> priors = links.stream().map(this::prior).toList();
    Treeish wanted = Arguments.parse("TREEISH", treeish, Treeish::new);
    print(export(wanted, priors));
    return ExitCode.OK.number();
  }

  private ExportReport.OfFolder export(Treeish wanted, List<PriorTree> priors) {
    try (TreeSource source = git.open(wanted(wanted, priors));
        Progress progress = new Progress(output, surroundings)) {
      ResolvedTree tree = source.resolve(wanted);
      verification.check(source, wanted, tree).forEach(each -> output.note(each.toString()));
      FolderExportRequest request = request(source, tree, priors);
      ExportStats stats = new FolderExport(surroundings.clock(), progress).export(request);
      return ExportReport.of(request.folder(), tree, stats);
    }
  }

  private static List<Treeish> wanted(Treeish wanted, List<PriorTree> priors) {
    return Stream.concat(Stream.of(wanted), priors.stream().map(PriorTree::treeish)).toList();
  }

  private FolderExportRequest request(
      TreeSource source, ResolvedTree tree, List<PriorTree> priors) {
    return new FolderExportRequest(
        tree,
        source,
        surroundings.resolve(folder),
        priors.stream()
            .map(prior -> new Prior(source.resolve(prior.treeish()), prior.folder()))
            .toList(),
        trustPriors,
        content.settings(),
        content.sharing(),
        content.limits());
  }

  private PriorTree prior(String text) {
    return PriorTree.parse(text, surroundings)
        .orElseThrow(() ->
            new InputException.InvalidSpec(
                "-l " + text,
                "no comma in it leaves an existing path. Write TREEISH,PATH with the folder that"
                    + " TREEISH was exported to.",
                null));
  }

  private void print(ExportReport.OfFolder report) {
    output.print(report, () -> ExportText.of(report, report.target()));
  }
}
