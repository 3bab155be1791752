package dev.gitexport.cli;

import dev.gitexport.sync.Guard;
import dev.gitexport.sync.MaxDeletions;
import dev.gitexport.sync.OnConflict;
import dev.gitexport.sync.Person;
import dev.gitexport.sync.PushRefspec;
import dev.gitexport.sync.SyncLimits;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.SyncSettings;
import dev.gitexport.sync.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/// How folders are committed and pushed.
final class SyncOptions {

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description =
          "Message of the commit; {name}, {added}, {modified} and {deleted} are filled in.")
  private String message = SyncSettings.DEFAULT.messageTemplate();

  @Option(
      names = "--author",
      paramLabel = "'NAME <ADDRESS>'",
      description = "Author of the commit (default: the user of the machine).")
  private String author = "";

  @Option(
      names = "--on-conflict",
      paramLabel = "POLICY",
      description =
          "When both sides changed the same: report, branch, ours or theirs (default: report)."
              + " The losing side is kept in a ref.")
  private OnConflict onConflict = OnConflict.REPORT;

  @Option(
      names = "--release",
      paramLabel = "GUARD",
      description =
          "Do without a guard this once: deletions, mount, file_size or secrets; may be repeated.")
  private List<Guard> released = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "PATTERN",
      description = "Leave out what this gitignore pattern matches; may be repeated.")
  private List<String> ignore = List.of();

  @Option(
      names = "--max-file-size",
      paramLabel = "SIZE",
      converter = Bytes.class,
      description = "Hold back larger files (default: 50Mi).")
  private long maxFileSize = SyncLimits.DEFAULT.maxFileSize();

  @Option(
      names = "--max-deletions",
      paramLabel = "N|N%",
      description =
          "Refuse to delete more of the tracked files at once, by count or share, where more than"
              + " 10 are tracked (default: 50%%).")
  private String maxDeletions = SyncLimits.DEFAULT.maxDeletions().toString();

  @Option(
      names = "--push-refspec",
      paramLabel = "REFSPEC",
      description =
          "Push the branch elsewhere, as in BRANCH:REF (with a '+' before it: replace what is"
              + " there), or delete another ref besides, as in :REF.")
  private String pushRefspec = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Of all exchanges with the remote in one run (default: 2m).")
  private Duration timeout = SyncSettings.DEFAULT.timeout();

  private final Surroundings surroundings;

  SyncOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// @param settings those of [#settings], or made of them
  SyncRequest request(
      Path folder, Path state, Upstream upstream, String branch, SyncSettings settings) {
    String name = String.valueOf(folder.getFileName());
    return Arguments.parse(
        "--branch",
        branch,
        text ->
            new SyncRequest(name, folder, state, upstream, text, settings, Set.copyOf(released)));
  }

  SyncSettings settings() {
    String user = surroundings.variable("USER");
    Person person =
        author.isEmpty() && !user.isEmpty()
            ? new Person(user, user + "@localhost")
            : author.isEmpty()
                ? SyncSettings.NOBODY
                : Arguments.parse("--author", author, Person::parse);
    SyncLimits limits =
        new SyncLimits(
            maxFileSize, Arguments.parse("--max-deletions", maxDeletions, MaxDeletions::parse));
    return SyncSettings.DEFAULT
        .withMessage(message)
        .withAuthor(person)
        .withOnConflict(onConflict)
        .withIgnore(ignore)
        .withPushRefspec(Arguments.parse("--push-refspec", pushRefspec, PushRefspec::parse))
        .withTimeout(timeout)
        .withLimits(limits);
  }
}
