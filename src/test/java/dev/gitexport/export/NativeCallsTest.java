package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The calls that have no Java words do what their names say.
class NativeCallsTest {

  private static final Instant TIME = Instant.ofEpochSecond(1_234_567_890, 123_456_789);

  @TempDir Path directory;

  @BeforeEach
  void linux() {
    assumeThat(NativeCalls.get()).as("native calls of Linux").isPresent();
  }

  @Test
  void theModificationTimeIsSetToTheNanosecondAndTheAccessTimeIsLeft() throws IOException {
    Path file = Files.writeString(directory.resolve("ä file"), "text");
    BasicFileAttributes before = attributes(file);

    NativeCalls.get().orElseThrow().setModified(file, TIME);

    assertThat(attributes(file).lastModifiedTime().toInstant()).isEqualTo(TIME);
    assertThat(attributes(file).lastAccessTime()).isEqualTo(before.lastAccessTime());
  }

  @Test
  void aTimeBeforeTheEpochIsKept() throws IOException {
    Path file = Files.writeString(directory.resolve("old"), "text");
    Instant old = Instant.ofEpochSecond(-2, 500_000_000);

    NativeCalls.get().orElseThrow().setModified(file, old);

    assertThat(attributes(file).lastModifiedTime().toInstant()).isEqualTo(old);
  }

  @Test
  void aSymlinkIsDatedItselfAndNotWhatItLeadsTo() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    BasicFileAttributes before = attributes(file);

    NativeCalls.get().orElseThrow().setModified(link, TIME);

    assertThat(attributes(link).lastModifiedTime().toInstant()).isEqualTo(TIME);
    assertThat(attributes(file).lastModifiedTime()).isEqualTo(before.lastModifiedTime());
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> NativeCalls.get().orElseThrow().setModified(missing, TIME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("utimensat " + missing);
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
