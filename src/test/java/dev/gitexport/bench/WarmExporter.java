package dev.gitexport.bench;

import dev.gitexport.export.ExportException;
import dev.gitexport.export.ExportListener;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.ExportRequest;
import dev.gitexport.export.ExportSettings;
import dev.gitexport.export.ExportStats;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Limits;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Pin;
import dev.gitexport.export.Publication;
import dev.gitexport.export.Retention;
import dev.gitexport.export.Sharing;
import dev.gitexport.export.Target;
import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.Treeish;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Exports what the lines of its standard input say, `repository, volume, target, treeish, count`
/// between tabs, and answers each with a line: nanoseconds, files, linked, written, bytes written,
/// then the milliseconds of every step. `count` exports are kept; the others are pruned after the
/// clock has stopped.
final class WarmExporter implements ExportListener {

  private final Map<Step, Long> steps = new EnumMap<>(Step.class);
  private final Exporter exporter = new Exporter(Clock.systemUTC(), this);

  private WarmExporter() {}

  public static void main(String... arguments) throws IOException {
    WarmExporter warm = new WarmExporter();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(warm.answer(line.split("\t", -1)));
      System.out.flush();
    }
  }

  private String answer(String... words) {
    try {
      return export(
          Path.of(words[0]),
          new Treeish(words[3]),
          new Publication(
              new Target(Path.of(words[1]), words[2]),
              Owner.local("bench", words[2]),
              Publication.DEFAULT_LINK,
              Pin.NONE,
              new Retention(
                  Integer.parseInt(words[4]), Duration.ZERO, Retention.FOREVER, Set.of())));
    } catch (ExportException | GitException e) {
      return "failed: " + e.getMessage();
    }
  }

  private String export(Path source, Treeish treeish, Publication publication) {
    steps.clear();
    long start = System.nanoTime();
    ExportOutcome outcome;
    try (LocalRepository repository = LocalRepository.open(source, GitNamespace.none())) {
      outcome =
          exporter.export(
              new ExportRequest(
                  publication,
                  repository.resolve(treeish),
                  repository,
                  ExportSettings.DEFAULT,
                  Sharing.AUTO,
                  Limits.DEFAULT));
    }
    long nanos = System.nanoTime() - start;
    ExportStats stats = outcome.current().stats();
    String answer =
        "%d\t%d\t%d\t%d\t%d\t%s"
            .formatted(
                nanos,
                stats.files(),
                stats.linkedFiles(),
                stats.writtenFiles(),
                stats.writtenBytes(),
                steps);
    exporter.prune(publication, new HashSet<>(outcome.prunable()));
    return answer;
  }

  @Override
  public void finished(Step step, Duration took) {
    steps.merge(step, took.toMillis(), Long::sum);
  }
}
