package dev.gitexport.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation.
///
/// @param file relative to the project's root
public record Markdown(Path file) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  /// The README and every page below `docs/guides`.
  public static List<Markdown> pages() {
    try (Stream<Path> guides = Files.list(Path.of("docs/guides"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), guides.sorted())
          .map(Markdown::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What its fenced blocks of a language hold, in the order of the page.
  public List<String> blocks(String language) {
    try {
      return BLOCK
          .matcher(Files.readString(file))
          .results()
          .filter(block -> block.group(1).equals(language))
          .map(block -> block.group(2))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The commands of its `sh` blocks: a line each, continued by a backslash, without comments.
  public List<String> commands() {
    return blocks("sh").stream()
        .flatMap(block -> block.replace("\\\n", " ").lines())
        .map(line -> line.replaceFirst("(^|\\s+)#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
