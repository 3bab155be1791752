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

  private static final Path GUIDES = Path.of("docs/guides");

  /// The README and every page below `docs/guides`.
  public static List<Markdown> pages() {
    return Stream.concat(Stream.of(new Markdown(Path.of("README.md"))), guides().stream()).toList();
  }

  /// Every page below `docs/guides`.
  public static List<Markdown> guides() {
    try (Stream<Path> guides = Files.list(GUIDES)) {
      return guides.sorted().map(Markdown::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param name without `.md`
  public static Markdown guide(String name) {
    return new Markdown(GUIDES.resolve(name + ".md"));
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

  /// The one command that begins so.
  public String command(String start) {
    List<String> found = commands().stream().filter(command -> command.startsWith(start)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(file + " has not one command '" + start + "': " + found);
    }
    return found.getFirst();
  }
}
