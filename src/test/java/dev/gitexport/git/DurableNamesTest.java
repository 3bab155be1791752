package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableNamesTest {

  private final Instant later = Instant.now().plus(Duration.ofMinutes(1));

  @TempDir Path directory;
  private Path objects = Path.of("");

  @BeforeEach
  void makeObjects() throws IOException {
    objects = Files.createDirectory(directory.resolve("objects"));
    for (String name : new String[] {"00", "17", "pack"}) {
      Files.createDirectory(objects.resolve(name));
    }
  }

  private DurableNames names() {
    return new DurableNames(objects, directory.resolve("record"));
  }

  @Test
  void onlyWhatChangedIsSyncedAgain() throws IOException {
    assertThat(names().sync(later)).isEqualTo(4);
    assertThat(names().sync(later)).isZero();

    Files.createFile(objects.resolve("17").resolve("a"));
    Files.createDirectory(objects.resolve("ff"));

    assertThat(names().sync(later.plusSeconds(9))).isEqualTo(3);
    assertThat(names().sync(later.plusSeconds(9))).isZero();
  }

  @Test
  void aDirectoryThatChangedJustNowIsSyncedAgain() throws IOException {
    Instant now = Instant.now();
    assertThat(names().sync(now)).isEqualTo(4);
    assertThat(names().sync(now)).isEqualTo(4);
  }

  @Test
  void aClockThatWentBackHidesNoChange() throws IOException {
    names().sync(later);
    Files.setLastModifiedTime(
        objects.resolve("17"), FileTime.from(later.minus(Duration.ofDays(1))));

    assertThat(names().sync(later.minus(Duration.ofHours(20)))).isEqualTo(1);
  }

  @Test
  void aRecordThatIsDamagedHidesNoChange() throws IOException {
    names().sync(later);
    Files.writeString(directory.resolve("record"), "17 20");

    assertThat(names().sync(later)).isEqualTo(4);
  }
}
