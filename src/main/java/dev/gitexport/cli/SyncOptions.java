package dev.gitexport.cli;

import dev.gitexport.sync.Guard;
import dev.gitexport.sync.OnConflict;
import dev.gitexport.sync.Person;
import dev.gitexport.sync.SyncLimits;
import dev.gitexport.sync.SyncSettings;
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
          "Do without a guard this once: deletions, file_size or secrets; may be repeated.")
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
      paramLabel = "PERCENT",
      description =
          "Refuse to delete more of the tracked files at once, where more than 10 are tracked"
              + " (default: 50).")
  private int maxDeletions = SyncLimits.DEFAULT.maxDeletions();

  private final Surroundings surroundings;

  SyncOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Set<Guard> released() {
    return Set.copyOf(released);
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
        Arguments.parse("--max-deletions", "", _ -> new SyncLimits(maxFileSize, maxDeletions));
    return SyncSettings.DEFAULT
        .withMessage(message)
        .withAuthor(person)
        .withOnConflict(onConflict)
        .withIgnore(ignore)
        .withLimits(limits);
  }
}
