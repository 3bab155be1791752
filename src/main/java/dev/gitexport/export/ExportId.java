package dev.gitexport.export;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// Names one export: UTC second and short commit, `20261121T101500Z-3f2c1a9`. Ids of one target
/// sort in the order of their making, whatever the clock does.
public record ExportId(String text) implements Comparable<ExportId> {

  private static final Pattern FORM = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{7}");
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public ExportId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not an export id: " + text);
    }
  }

  /// The id in a file name; empty for any other name.
  public static Optional<ExportId> parse(String name) {
    return FORM.matcher(name).matches() ? Optional.of(new ExportId(name)) : Optional.empty();
  }

  /// The next id: of this second, or of the one after `newest` when the clock is not past that.
  static ExportId next(Instant now, ObjectId revision, Optional<ExportId> newest) {
    Instant second =
        newest
            .map(ExportId::second)
            .filter(last -> !last.isBefore(now.truncatedTo(ChronoUnit.SECONDS)))
            .map(last -> last.plusSeconds(1))
            .orElse(now);
    return new ExportId(SECOND.format(second) + "-" + revision.abbreviate(7).name());
  }

  /// When it was made, to the second.
  Instant second() {
    try {
      return SECOND.parse(text.substring(0, 16), Instant::from);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH; // 20269999T…: a name of our form that no clock made
    }
  }

  @Override
  public int compareTo(ExportId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
