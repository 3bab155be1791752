package dev.gitexport.failure;

import dev.gitexport.git.Causes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Text that may be shown: without credentials, on one line, at most 1 KiB of UTF-8. Everything
/// that leaves for status, events, logs or a terminal passes here.
public final class SafeText {

  private static final int MAX_BYTES = 1024;
  private static final String CUT = "…";

  /// User and password up to the last '@' before the path: a password may hold an '@' itself.
  private static final Pattern USER_INFO = Pattern.compile("://[^\\s/?#]*@");

  /// A password with a '/' in it, in a URL that therefore does not parse; not host:port/path@2.
  private static final Pattern BROKEN_USER_INFO =
      Pattern.compile("://[^\\s/@:]+:(?!\\d{1,5}(?:[/\\s]|$))[^\\s@]*@");

  /// Tokens are handed out in queries.
  private static final Pattern QUERY = Pattern.compile("(://[^\\s?#'\"]*)\\?[^\\s'\"]+");

  private static final Pattern HEADER =
      Pattern.compile("(?i)\\b((?:proxy-)?authorization:)\\s*\\S+(?:[ \\t]+[^\\s,;]+)?");

  private SafeText() {}

  /// The text, redacted.
  public static String of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "no message";
    }
    return shorten(escape(redact(text.strip())));
  }

  /// An exception and its causes as `outer: inner`; a cause whose words are already there is left
  /// out, and one that has none is named by its kind.
  public static String ofChain(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable link : Causes.of(thrown)) {
      String words = link.getMessage();
      String part = words == null ? link.getClass().getSimpleName() : words;
      if (text.indexOf(part) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(part);
      }
    }
    return of(text.toString());
  }

  private static String redact(String text) {
    String safe = BROKEN_USER_INFO.matcher(text).replaceAll("://");
    safe = USER_INFO.matcher(safe).replaceAll("://");
    safe = QUERY.matcher(safe).replaceAll("$1?" + CUT);
    return HEADER.matcher(safe).replaceAll("$1 " + CUT);
  }

  /// Control and format characters could move a terminal's cursor or turn the reading direction.
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(point -> escape(escaped, point));
    return escaped.toString();
  }

  private static void escape(StringBuilder escaped, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          escaped.append(
              switch (point) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> String.format(Locale.ROOT, "\\u%04x", point);
              });
      default -> escaped.appendCodePoint(point);
    }
  }

  private static String shorten(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return text;
    }
    int room = MAX_BYTES - CUT.getBytes(StandardCharsets.UTF_8).length;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      room -= Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (room < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end) + CUT;
  }
}
