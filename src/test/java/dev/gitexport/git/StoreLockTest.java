package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {

  @TempDir Path directory;

  @Test
  void aLockFileThatCannotBeOpenedDoesNotBlockTheNextWriter() throws IOException {
    Path file = directory.resolve("a.lock");
    Files.createDirectory(file);
    assertThatThrownBy(() -> StoreLock.acquire(file, soon()))
        .isInstanceOf(FileSystemException.class);
    Files.delete(file);

    try (StoreLock held = StoreLock.acquire(file, soon())) {
      assertThat(held).isNotNull();
    }
  }

  private static Deadline soon() {
    return Deadline.in(Clock.systemUTC(), Duration.ofMinutes(1));
  }
}
