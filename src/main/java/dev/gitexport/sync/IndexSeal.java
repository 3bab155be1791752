package dev.gitexport.sync;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Says that an index is exactly the tree of a commit, so that an unchanged folder costs neither
/// tree. An index ends with its own checksum (gitformat-index(5)): another one is not meant.
///
/// @param file of the seal; need not exist
record IndexSeal(Path index, Path file) {

  boolean holds(Optional<ObjectId> commit) throws IOException {
    return commit.isPresent()
        && Files.exists(file)
        && Files.exists(index)
        && Files.readString(file).equals(text(commit.get()));
  }

  void write(ObjectId commit) throws IOException {
    Files.writeString(file, text(commit));
  }

  private String text(ObjectId commit) throws IOException {
    try (var in = new RandomAccessFile(index.toFile(), "r")) {
      byte[] checksum = new byte[Constants.OBJECT_ID_LENGTH];
      in.seek(Math.max(0, in.length() - checksum.length));
      in.readFully(checksum);
      return commit.name() + " " + HexFormat.of().formatHex(checksum);
    }
  }
}
