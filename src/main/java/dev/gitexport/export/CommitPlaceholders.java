package dev.gitexport.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/// What the placeholders of git's pretty formats (gitformat in git-log(1)) stand for in one commit:
/// `H h T t P p`, `an ae al ad aD at ai aI as` and the same with `c`, `s f b B`, `n`, `%` and
/// `xNN`. Those that depend on refs, notes, mail maps, signatures or the time of day are not known
/// here.
final class CommitPlaceholders {

  private static final DateTimeFormatter DEFAULT = format("EEE MMM d HH:mm:ss yyyy xx");
  private static final DateTimeFormatter RFC_2822 = format("EEE, d MMM yyyy HH:mm:ss xx");
  private static final DateTimeFormatter ISO = format("yyyy-MM-dd HH:mm:ss xx");
  private static final DateTimeFormatter ISO_STRICT = format("yyyy-MM-dd'T'HH:mm:ssxxx");
  private static final DateTimeFormatter SHORT = format("yyyy-MM-dd");
  private static final int SHORTEST_ID = 7;

  private final RevCommit commit;
  private final ObjectReader reader;
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();

  CommitPlaceholders(RevCommit commit, ObjectReader reader) {
    this.commit = commit;
    this.reader = reader;
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /// What a placeholder stands for. Found out once, so it is the same when it is written as it was
  /// when it was planned, though `%h` grows with the repository.
  ///
  /// @param name without the percent sign
  Optional<byte[]> expand(String name) {
    byte[] text = known.get(name);
    if (text != null) {
      return Optional.of(text);
    }
    Optional<byte[]> found = find(name);
    found.ifPresent(each -> known.put(name, each));
    return found;
  }

  private Optional<byte[]> find(String name) {
    if (name.length() == 3
        && name.charAt(0) == 'x'
        && name.substring(1).matches("[0-9a-fA-F]{2}")) {
      return Optional.of(HexFormat.of().parseHex(name, 1, 3));
    }
    Optional<String> text =
        switch (name) {
          case "%" -> Optional.of("%");
          case "n" -> Optional.of("\n");
          case "H" -> Optional.of(commit.name());
          case "h" -> Optional.of(abbreviate(commit));
          case "T" -> Optional.of(commit.getTree().name());
          case "t" -> Optional.of(abbreviate(commit.getTree()));
          case "P" -> Optional.of(parents(false));
          case "p" -> Optional.of(parents(true));
          case "s" -> Optional.of(commit.getShortMessage());
          case "f" -> Optional.of(fileName(commit.getFullMessage()));
          case "b" -> Optional.of(body());
          case "B" -> Optional.of(commit.getFullMessage());
          default -> person(name);
        };
    return text.map(each -> each.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> person(String name) {
    if (name.length() != 2) {
      return Optional.empty();
    }
    return switch (name.charAt(0)) {
      case 'a' -> person(name.charAt(1), commit.getAuthorIdent());
      case 'c' -> person(name.charAt(1), commit.getCommitterIdent());
      default -> Optional.empty();
    };
  }

  private static Optional<String> person(char field, @Nullable PersonIdent person) {
    if (person == null) {
      return Optional.empty();
    }
    String email = person.getEmailAddress();
    return switch (field) {
      case 'n' -> Optional.of(person.getName());
      case 'e' -> Optional.of(email);
      case 'l' -> Optional.of(email.contains("@") ? email.substring(0, email.indexOf('@')) : email);
      case 't' -> Optional.of(Long.toString(person.getWhenAsInstant().getEpochSecond()));
      case 'd' -> Optional.of(DEFAULT.format(when(person)));
      case 'D' -> Optional.of(RFC_2822.format(when(person)));
      case 'i' -> Optional.of(ISO.format(when(person)));
      case 'I' -> Optional.of(ISO_STRICT.format(when(person)));
      case 's' -> Optional.of(SHORT.format(when(person)));
      default -> Optional.empty();
    };
  }

  private static ZonedDateTime when(PersonIdent person) {
    Instant instant = person.getWhenAsInstant();
    ZoneId zone = person.getZoneId();
    return instant.atZone(zone);
  }

  private String parents(boolean abbreviated) {
    return Arrays.stream(commit.getParents())
        .map(parent -> abbreviated ? abbreviate(parent) : parent.name())
        .collect(Collectors.joining(" "));
  }

  private String abbreviate(AnyObjectId id) {
    try {
      return reader.abbreviate(id, SHORTEST_ID).name();
    } catch (IOException _) {
      return id.abbreviate(SHORTEST_ID).name(); // longer than needed at worst
    }
  }

  /// What follows the first paragraph.
  private String body() {
    String message = commit.getFullMessage();
    int start = 0;
    while (start < message.length() && message.charAt(start) == '\n') {
      start++;
    }
    int end = message.indexOf("\n\n", start);
    if (end < 0) {
      return "";
    }
    while (end < message.length() && message.charAt(end) == '\n') {
      end++;
    }
    return message.substring(end);
  }

  /// The first line as a file name: letters, digits, `.` and `_`, all else one dash.
  private static String fileName(String message) {
    String line = message.stripLeading().lines().findFirst().orElse("");
    String dashed = line.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("\\.+", ".");
    int start = 0;
    while (start < dashed.length() && dashed.charAt(start) == '-') {
      start++;
    }
    int end = dashed.length();
    while (end > start && (dashed.charAt(end - 1) == '-' || dashed.charAt(end - 1) == '.')) {
      end--;
    }
    return dashed.substring(start, end);
  }
}
