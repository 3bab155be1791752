package dev.gitexport.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The file `pin`: the id that the link is held to. One word when the command line wrote it; two,
/// the second a generation, when it is what a resource's pin was resolved to.
final class Pins {

  private final ExportStore store;
  private final Durability durability;

  private record PinFile(ExportId id, String generation) {}

  Pins(ExportStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  /// What holds the link now, by the file alone.
  Optional<ExportId> held() throws IOException {
    return file().map(PinFile::id);
  }

  /// What holds the link under a resource's wish, which goes before the command line's. Resolves a
  /// new wish and writes it down; forgets one that the resource no longer has.
  ///
  /// @throws ExportException.InvalidRequest when there is no such export
  Optional<ExportId> resolve(Pin wish, List<Export> exports, Optional<ExportId> current)
      throws IOException {
    Optional<PinFile> file = file();
    if (wish.isNone()) {
      if (file.isPresent() && !file.get().generation().isEmpty()) {
        clear();
        return Optional.empty();
      }
      return file.map(PinFile::id).filter(id -> contains(exports, id));
    }
    Optional<ExportId> known =
        file.filter(each -> each.generation().equals(generation(wish)))
            .map(PinFile::id)
            .filter(id -> contains(exports, id));
    if (known.isPresent()) {
      return known;
    }
    ExportId found = find(wish.text(), exports, current).id();
    write(found, generation(wish));
    return Optional.of(found);
  }

  private static String generation(Pin wish) {
    return wish.generation().isEmpty() ? "spec" : wish.generation();
  }

  private static boolean contains(List<Export> exports, ExportId id) {
    return exports.stream().anyMatch(export -> export.id().equals(id));
  }

  /// The export that an id, a commit prefix or `previous` names.
  static Export find(String text, List<Export> exports, Optional<ExportId> current) {
    return exports.stream()
        .filter(export -> names(text, export, current))
        .findFirst()
        .orElseThrow(() ->
            new ExportException.InvalidRequest(
                "there is no export '"
                    + text
                    + "' on the volume; there are: "
                    + exports.stream()
                        .map(export -> export.id() + " (" + export.revision() + ")")
                        .collect(Collectors.joining(", "))));
  }

  private static boolean names(String text, Export export, Optional<ExportId> current) {
    if (text.equals(Pin.PREVIOUS)) {
      return export.publishedAt().isPresent()
          && current.isPresent()
          && export.id().compareTo(current.get()) < 0;
    }
    return export.id().text().equals(text)
        || (ExportId.parse(text).isEmpty() && export.commit().startsWith(text));
  }

  /// @param generation empty when the command line asks
  void write(ExportId id, String generation) throws IOException {
    String line = generation.isEmpty() ? id + "\n" : id + " " + generation + "\n";
    store.replace(store.pinFile(), line.getBytes(StandardCharsets.UTF_8));
  }

  /// True when there was a pin.
  boolean clear() throws IOException {
    boolean cleared = Files.deleteIfExists(store.pinFile());
    if (cleared) {
      durability.sync(store.state());
    }
    return cleared;
  }

  private Optional<PinFile> file() throws IOException {
    if (!ExportStore.isThere(store.pinFile())) {
      return Optional.empty();
    }
    try {
      String[] words =
          new String(Files.readAllBytes(store.pinFile()), StandardCharsets.UTF_8)
              .strip()
              .split(" ", 2);
      return ExportId.parse(words[0]).map(id -> new PinFile(id, words.length > 1 ? words[1] : ""));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
