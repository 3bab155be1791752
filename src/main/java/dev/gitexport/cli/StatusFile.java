package dev.gitexport.cli;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.export.ExportException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/// The resources with their status as a file that is replaced whole: who reads it sees the former
/// or the next content, never a part.
record StatusFile(Path file) {

  void write(List<GitExport> resources) {
    ResourceList list = ResourceList.of(resources);
    String text =
        file.toString().endsWith(".json") ? StructuredText.json(list) : StructuredText.yaml(list);
    Path next = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      write(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ExportException.VolumeFailed(
          "Could not write the status to %s: %s. Check --status-file."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static void write(Path path, String text) throws IOException {
    boolean whole = false;
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(path);
      }
    }
  }
}
