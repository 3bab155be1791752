package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogTest {

  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
  }

  @Test
  void findsTheTargetsOfAVolume() throws Exception {
    fixture.git.commit("one", "a", "1");
    fixture.export("main");
    Files.createDirectories(fixture.volume.resolve("web/plain/deep"));
    Files.createDirectories(fixture.volume.resolve(".hidden"));
    Files.writeString(fixture.volume.resolve("file"), "");

    assertThat(ExportCatalog.targets(fixture.volume)).containsExactly(fixture.target);
  }

  @Test
  void isEmptyWhereThereIsNoTarget() {
    ExportCatalog catalog = ExportCatalog.read(fixture.target);

    assertThat(catalog.exports()).isEmpty();
    assertThat(catalog.owner()).isEmpty();
    assertThat(catalog.current()).isEmpty();
    assertThat(catalog.pinned()).isEmpty();
    assertThat(catalog.history()).isEmpty();
    assertThat(catalog.link()).isEqualTo("current");
  }

  @Test
  void namesThePathsThatDiffer() {
    fixture.git.commit("one", "a", "1", "b", "2", "c", "3", "z", "9");
    Export first = fixture.export("main").current();
    fixture.git.run("rm", "-q", "b", "z");
    fixture.git.commit("two", "a", "changed", "aa", "new");
    fixture.git.run("update-index", "--chmod=+x", "c");
    fixture.git.run("commit", "-q", "-m", "executable");
    Export second = fixture.export("main").current();
    ExportCatalog catalog = ExportCatalog.read(fixture.target);

    assertThat(catalog.diff(first.id(), second.id()))
        .extracting(change -> change.kind() + " " + change.path())
        .containsExactly("MODIFIED a", "ADDED aa", "DELETED b", "MODIFIED c", "DELETED z");
    assertThat(catalog.diff(second.id(), second.id())).isEmpty();
  }

  @Test
  void keepsAHistoryThatACrashCutShort() throws Exception {
    fixture.git.commit("one", "a", "1");
    fixture.export("main");
    Path log = new ExportStore(fixture.target, Durability.DISK).historyFile();
    Files.writeString(log, Files.readString(log) + "{\"at\":\"20");

    assertThat(ExportCatalog.read(fixture.target).history()).hasSize(1);
  }

  @Test
  void theHistoryDoesNotGrowForEver() throws Exception {
    fixture.git.commit("one", "a", "1");
    fixture.export("main");
    ExportStore store = new ExportStore(fixture.target, Durability.DISK);
    HistoryLog log = new HistoryLog(store);
    HistoryEntry entry = new HistoryEntry(Instant.EPOCH, "prune", "x".repeat(1 << 20), "", "");
    for (int i = 0; i < 6; i++) {
      log.append(entry);
    }

    assertThat(Files.size(store.historyFile())).isLessThan(5 << 20);
    assertThat(log.read()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "/a", "a//b", ".x", "a/.git", "a/../b"})
  void refusesAPathThatIsNoTarget(String path) {
    assertThatThrownBy(() -> new Target(fixture.volume, path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".x", "a/b", "exports", "shared"})
  void refusesALinkThatIsNoPlainName(String link) {
    Publication plain = fixture.publication;

    assertThatThrownBy(
            () -> new Publication(plain.target(), plain.owner(), link, Pin.NONE, plain.retention()))
        .hasMessageContaining("publish.link");
  }

  @Test
  void idsNeverGoBack() {
    Instant now = Instant.parse("2026-11-21T10:15:00.5Z");
    ObjectId commit = ObjectId.fromString("3f2c1a9".repeat(6).substring(0, 40));

    ExportId first = ExportId.next(now, commit, Optional.empty());
    ExportId same = ExportId.next(now, commit, Optional.of(first));
    ExportId back = ExportId.next(now.minusSeconds(3600), commit, Optional.of(same));
    ExportId later = ExportId.next(now.plusSeconds(60), commit, Optional.of(back));

    assertThat(first).hasToString("20261121T101500Z-3f2c1a9");
    assertThat(same).hasToString("20261121T101501Z-3f2c1a9").isGreaterThan(first);
    assertThat(back).hasToString("20261121T101502Z-3f2c1a9").isGreaterThan(same);
    assertThat(later).hasToString("20261121T101600Z-3f2c1a9").isGreaterThan(back);
    assertThat(ExportId.parse("20269999T999999Z-3f2c1a9").orElseThrow().second())
        .isEqualTo(Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ABCDEF", "abc", "../x", "20261121T101500Z"})
  void refusesAPinThatNamesNothing(String text) {
    assertThatThrownBy(() -> new Pin(text, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesModesThatMakeNoSense() {
    assertThatThrownBy(() -> new Permissions(-2, 0444, 0755)).hasMessageContaining("gid");
    assertThatThrownBy(() -> new Permissions(1, 01444, 0755)).hasMessageContaining("fileMode");
    assertThatThrownBy(() -> new Permissions(1, 0044, 0755)).hasMessageContaining("fileMode");
    assertThatThrownBy(() -> new Permissions(1, 0444, 01755)).hasMessageContaining("dirMode");
    assertThatThrownBy(() -> new Permissions(1, 0444, 0555)).hasMessageContaining("dirMode");
  }

  @Test
  void refusesLimitsThatAdmitNothing() {
    assertThatThrownBy(() -> new Limits(0, 1, 1)).hasMessageContaining("positive");
    assertThatThrownBy(() -> new Limits(1, 0, 1)).hasMessageContaining("positive");
    assertThatThrownBy(() -> new Limits(1, 1, 0)).hasMessageContaining("positive");
  }
}
