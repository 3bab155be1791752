package dev.gitexport.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `history.log`: a JSON line for everything that was done to the link and the exports. A log, not
/// state: but for the name of the last link nothing is decided by it.
final class HistoryLog {

  /// Bytes; the older half goes when it is larger.
  private static final long LARGEST = 4 << 20;

  private final ExportStore store;

  HistoryLog(ExportStore store) {
    this.store = store;
  }

  void append(HistoryEntry entry) throws IOException {
    String start = endsInALine() ? "" : "\n"; // a crash cut the last one short
    String line = start + new String(Json.write(entry), StandardCharsets.UTF_8) + "\n";
    try (FileChannel out =
        FileChannel.open(
            store.historyFile(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS)) {
      ExportStore.writeAll(line.getBytes(StandardCharsets.UTF_8), out);
    }
    if (Files.size(store.historyFile()) > LARGEST) {
      List<String> lines = lines();
      String kept = String.join("\n", lines.subList(lines.size() / 2, lines.size())) + "\n";
      store.replace(store.historyFile(), kept.getBytes(StandardCharsets.UTF_8));
    }
  }

  private boolean endsInALine() throws IOException {
    try (FileChannel in = FileChannel.open(store.historyFile(), StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return in.size() == 0 || (in.read(last, in.size() - 1) == 1 && last.get(0) == '\n');
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  /// Oldest first. A line that a crash cut short is passed over.
  List<HistoryEntry> read() throws IOException {
    List<HistoryEntry> entries = new ArrayList<>();
    try {
      for (String line : lines()) {
        entry(line).ifPresent(entries::add);
      }
    } catch (NoSuchFileException _) {
      return List.of();
    }
    return entries;
  }

  private static Optional<HistoryEntry> entry(String line) throws IOException {
    try {
      return Optional.of(Json.read(line.getBytes(StandardCharsets.UTF_8), HistoryEntry.class));
    } catch (com.fasterxml.jackson.core.JacksonException _) {
      return Optional.empty(); // cut short
    }
  }

  private List<String> lines() throws IOException {
    return new String(Files.readAllBytes(store.historyFile()), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  /// When and to what a link was moved last.
  Optional<HistoryEntry> lastMove() throws IOException {
    try {
      for (String line : lines().reversed()) {
        Optional<HistoryEntry> move =
            entry(line).filter(entry -> Publication.isLinkName(entry.link()));
        if (move.isPresent()) {
          return move;
        }
      }
    } catch (NoSuchFileException _) {
      // nothing was ever done
    }
    return Optional.empty();
  }

  /// The link that was moved last, [Publication#DEFAULT_LINK] when none was.
  String lastLink() throws IOException {
    return lastMove().map(HistoryEntry::link).orElse(Publication.DEFAULT_LINK);
  }
}
