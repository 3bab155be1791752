package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the link goes, and what history says of it.
final class PublishingTest {

  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
    fixture.git.commit("one", "a", "1");
    fixture.git.run("tag", "v1");
    fixture.git.commit("two", "a", "2");
    fixture.git.run("tag", "v2");
    fixture.git.commit("three", "a", "3");
  }

  @Test
  void anOldTreeishIsARollback() {
    ExportId first = fixture.export("v1").current().id();
    fixture.export("v2");

    ExportOutcome outcome = fixture.export("v1");

    assertThat(outcome).isInstanceOf(ExportOutcome.RolledBack.class);
    assertThat(outcome.current().id()).isEqualTo(first);
    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThat(events()).containsExactly("publish", "publish", "rollback");
  }

  @Test
  void anExportThatIsThereIsPublishedWithoutItsSource() {
    ResolvedTree first;
    try (TreeSource source = fixture.open()) {
      first = source.resolve(new Treeish("v1"));
    }
    assertThat(reuse(first, fixture.settings)).isEmpty();

    ExportId id = fixture.export("v1").current().id();
    assertThat(reuse(first, fixture.settings))
        .get()
        .isInstanceOf(ExportOutcome.UpToDate.class)
        .extracting(outcome -> outcome.current().id())
        .isEqualTo(id);

    fixture.export("v2");
    assertThat(reuse(first, fixture.settings)).get().isInstanceOf(ExportOutcome.RolledBack.class);
    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThat(events()).containsExactly("publish", "publish", "rollback");
  }

  @Test
  void anExportOfOtherSettingsIsNotReused() {
    ResolvedTree first;
    try (TreeSource source = fixture.open()) {
      first = source.resolve(new Treeish("v1"));
    }
    fixture.export("v1");
    var others = Settings.with().include(List.of("b")).made();

    assertThat(reuse(first, others)).isEmpty();
    assertThat(events()).containsExactly("publish");
  }

  private Optional<ExportOutcome> reuse(ResolvedTree tree, ExportSettings settings) {
    return fixture.exporter.reuse(fixture.publication, settings, tree);
  }

  @Test
  void aRollbackHoldsUntilItIsReleased() {
    fixture.export("v1");
    fixture.export("v2");

    fixture.exporter.pin(fixture.target, Pin.PREVIOUS);
    ExportOutcome held = fixture.export("main");
    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThat(held).isInstanceOf(ExportOutcome.UpToDate.class);

    assertThat(fixture.exporter.unpin(fixture.target)).isTrue();
    assertThat(fixture.exporter.unpin(fixture.target)).isFalse();
    fixture.export("main");
    assertThat(fixture.current().resolve("a")).hasContent("3");
    assertThat(events())
        .containsExactly("publish", "publish", "pin", "rollback", "unpin", "publish");
  }

  @Test
  void previousGoesFurtherBackEachTime() {
    fixture.export("v1");
    fixture.export("v2");
    fixture.export("main");

    fixture.exporter.pin(fixture.target, Pin.PREVIOUS);
    fixture.exporter.pin(fixture.target, Pin.PREVIOUS);

    assertThat(fixture.current().resolve("a")).hasContent("1");
    assertThatThrownBy(() -> fixture.exporter.pin(fixture.target, Pin.PREVIOUS))
        .isInstanceOf(ExportException.InvalidRequest.class)
        .hasMessageContaining("there is no export 'previous'");
  }

  @Test
  void pinsByCommitPrefixAndById() {
    Export first = fixture.export("v1").current();
    Export second = fixture.export("v2").current();

    assertThat(fixture.exporter.pin(fixture.target, first.commit().substring(0, 8)).current().id())
        .isEqualTo(first.id());
    assertThat(fixture.exporter.pin(fixture.target, second.id().text()).current().id())
        .isEqualTo(second.id());
  }

  @Test
  void aResourcesPinIsResolvedOncePerGeneration() {
    fixture.export("v1");
    fixture.export("v2");
    fixture.publication = pinned(new Pin(Pin.PREVIOUS, "7"));

    fixture.export("main");
    fixture.export("main");
    assertThat(fixture.current().resolve("a")).hasContent("1");

    fixture.publication = pinned(Pin.NONE);
    fixture.export("main");
    assertThat(fixture.current().resolve("a")).hasContent("3");

    fixture.publication = pinned(new Pin(Pin.PREVIOUS, "8"));
    assertThat(fixture.exporter.hold(fixture.publication, _ -> {})).isPresent();
    assertThat(fixture.current().resolve("a")).hasContent("2");
  }

  @Test
  void aResourcesPinGoesBeforeTheCommandLines() {
    Export first = fixture.export("v1").current();
    Export second = fixture.export("v2").current();
    fixture.exporter.pin(fixture.target, second.id().text());

    fixture.publication = pinned(new Pin(first.id().text(), "1"));
    fixture.exporter.hold(fixture.publication, _ -> {});

    assertThat(ExportCatalog.read(fixture.target).current()).hasValue(first.id());
  }

  @Test
  void nothingIsHeldWithoutAPin() {
    fixture.export("v1");

    assertThat(fixture.exporter.hold(fixture.publication, _ -> {})).isEmpty();
  }

  @Test
  void refusesAPinOnNothing() {
    fixture.export("v1");
    fixture.publication = pinned(new Pin("ffffffff", "1"));

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.InvalidRequest.class)
        .hasMessageContaining("v1@sha1:");
    assertThat(fixture.current().resolve("a")).hasContent("1");
  }

  @Test
  void refusesALinkNameThatIsTaken() throws Exception {
    fixture.export("v1");
    Files.delete(fixture.current());
    Files.createDirectory(fixture.current());

    assertThatThrownBy(() -> fixture.export("v2"))
        .isInstanceOf(ExportException.CurrentNotASymlink.class);
    assertThat(fixture.current()).isDirectory();
  }

  @Test
  void aNewNameForTheLinkRetiresTheOldOne() {
    fixture.export("v1");
    fixture.publication =
        new Publication(
            fixture.target, fixture.publication.owner(), "live", Pin.NONE, ExportFixture.KEEP_ALL);

    fixture.export("v1");

    assertThat(fixture.target.directory().resolve("live").resolve("a")).hasContent("1");
    assertThat(fixture.target.directory().resolve("current")).doesNotExist();
    assertThat(ExportCatalog.read(fixture.target).link()).isEqualTo("live");
  }

  @Test
  void aLineOfHistoryRemovesNothingElsewhere() throws Exception {
    fixture.export("v1");
    Path victim = Files.createDirectories(fixture.volume.resolve("web/victim"));
    Files.createSymbolicLink(
        victim.resolve("current"), Path.of("exports/20260101T000000Z-abcdef0"));
    Path log = new ExportStore(fixture.target, Durability.DISK).historyFile();
    Files.writeString(log, Files.readString(log).replace("\"current\"", "\"../victim/current\""));

    fixture.export("v2");

    assertThat(Files.isSymbolicLink(victim.resolve("current"))).isTrue();
  }

  @Test
  void aClockAheadOfTheFileServersDoesNotShortenMinAge() {
    fixture.publication =
        fixture.retaining(new Retention(1, Duration.ofMinutes(10), Retention.FOREVER, Set.of()));
    fixture.exporter =
        new Exporter(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(15)), ExportListener.NONE);
    fixture.export("v1");

    assertThat(fixture.export("v2").prunable()).isEmpty();
  }

  @Test
  void prunesWhatRetentionDoesNotHold() {
    Export first = fixture.export("v1").current();
    fixture.publication = fixture.retaining(keeping(2));
    fixture.export("v2");

    List<ExportId> prunable = fixture.export("main").prunable();
    assertThat(prunable).containsExactly(first.id());
    assertThat(fixture.path(first)).exists();

    assertThat(fixture.exporter.prune(fixture.publication, Set.copyOf(prunable)))
        .containsExactly(first.id());
    assertThat(fixture.path(first)).doesNotExist();
    assertThat(ExportCatalog.read(fixture.target).exports()).hasSize(2);
  }

  @Test
  void neverGivesAPrunedExportsIdAgain() {
    fixture.publication = fixture.retaining(keeping(1));
    Export first = fixture.export("v1").current();
    fixture.exporter.prune(fixture.publication, Set.copyOf(fixture.export("v2").prunable()));
    Export second = fixture.export("v1").current();
    fixture.exporter.prune(fixture.publication, Set.copyOf(fixture.export("v2").prunable()));

    assertThat(second.id()).isGreaterThan(first.id());
    assertThat(fixture.export("v1").current().id()).isGreaterThan(second.id());
  }

  @Test
  void prunesNothingThatItWasNotAskedTo() {
    fixture.export("v1");
    fixture.publication = fixture.retaining(keeping(1));
    fixture.export("v2");

    assertThat(fixture.exporter.prune(fixture.publication, Set.of())).isEmpty();
    assertThat(ExportCatalog.read(fixture.target).exports()).hasSize(2);
  }

  @Test
  void prunesNothingThatAnyLinkPointsTo() throws Exception {
    Export first = fixture.export("v1").current();
    Files.createSymbolicLink(
        fixture.target.directory().resolve("mine"), ExportStore.linkTarget(first.id()));
    fixture.publication = fixture.retaining(keeping(1));
    fixture.export("v2");

    assertThat(fixture.exporter.prune(fixture.publication, Set.of(first.id()))).isEmpty();
    assertThat(fixture.path(first).resolve("a")).hasContent("1");
  }

  @Test
  void takesUpAnExportThatWasNeverPublished() throws Exception {
    fixture.export("v1");
    Export second = fixture.export("v2").current();
    forgetPublication(second);

    ExportOutcome outcome = fixture.export("v2");

    assertThat(outcome).isInstanceOf(ExportOutcome.Published.class);
    assertThat(outcome.current().id()).isEqualTo(second.id());
  }

  /// As a crash between name and flip leaves it.
  private void forgetPublication(Export export) throws Exception {
    fixture.export("v1");
    ExportStore store = new ExportStore(fixture.target, Durability.DISK);
    new ExportRecords(store).write(export.in(new ExportPhase.Exported()));
  }

  @Test
  void knowsWhenAnExportWasSupersededEvenAfterACrash() throws Exception {
    Export first = fixture.export("v1").current();
    Export second = fixture.export("v2").current();
    ExportStore store = new ExportStore(fixture.target, Durability.DISK);
    ExportRecords records = new ExportRecords(store);
    records.write(first); // as if the crash came right after the flip
    records.write(second.in(new ExportPhase.Exported()));

    List<Export> exports = ExportCatalog.read(fixture.target).exports();

    assertThat(exports.get(0).publishedAt()).isPresent();
    assertThat(exports.get(1).supersededAt().orElseThrow())
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
  }

  @Test
  void exportsSurviveTheLossOfTheirRecords() throws Exception {
    Export first = fixture.export("v1").current();
    Files.writeString(new ExportStore(fixture.target, Durability.DISK).record(first.id()), "{");

    ExportStats stats = fixture.export("v1").current().stats();

    assertThat(stats.linkedFiles()).isEqualTo(1);
    assertThat(ExportCatalog.read(fixture.target).exports())
        .extracting(Export::revision)
        .contains("unknown");
  }

  @Test
  void aDamagedIndexIsNoPrior() throws Exception {
    Export first = fixture.export("v1").current();
    Path index = new ExportStore(fixture.target, Durability.DISK).index(first.id());
    byte[] bytes = Files.readAllBytes(index);
    bytes[20] ^= 1;
    Files.write(index, bytes);
    fixture.git.commit("four", "b", "4");
    fixture.git.run("checkout", "-q", "v1");
    fixture.git.commit("five", "b", "5");

    ExportStats stats = fixture.export("HEAD").current().stats();

    assertThat(stats.linkedFiles()).isZero();
    assertThat(fixture.current().resolve("a")).hasContent("1");
  }

  private Publication pinned(Pin pin) {
    return new Publication(
        fixture.target,
        fixture.publication.owner(),
        Publication.DEFAULT_LINK,
        pin,
        ExportFixture.KEEP_ALL);
  }

  private static Retention keeping(int count) {
    return new Retention(count, Duration.ZERO, Retention.FOREVER, Set.of());
  }

  private List<String> events() {
    return ExportCatalog.read(fixture.target).history().stream().map(HistoryEntry::event).toList();
  }
}
