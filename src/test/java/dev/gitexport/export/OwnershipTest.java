package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.files.Trash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose a target is, and what nobody may take.
final class OwnershipTest {

  private final TargetLifecycle lifecycle =
      new TargetLifecycle(Clock.systemUTC(), ExportListener.NONE);
  private ExportFixture fixture;

  @BeforeEach
  void makeFixture(@TempDir Path directory) {
    fixture = new ExportFixture(directory);
    fixture.git.commit("one", "a", "1");
  }

  @Test
  void refusesADirectoryThatHoldsSomethingElse() throws Exception {
    Path foreign = Files.createDirectories(fixture.target.directory()).resolve("index.html");
    Files.writeString(foreign, "mine");

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.PathNotOwned.class)
        .hasMessageContaining("'index.html'");
    assertThat(TreeImage.of(fixture.target.directory())).containsOnlyKeys("index.html");
  }

  @Test
  void takesAnEmptyDirectory() throws Exception {
    Files.createDirectories(fixture.target.directory());

    fixture.export("main");

    assertThat(fixture.current().resolve("a")).hasContent("1");
  }

  @Test
  void refusesAPathThroughASymlink(@TempDir Path elsewhere) throws Exception {
    Files.createSymbolicLink(fixture.volume.resolve("web"), elsewhere);

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.PathNotOwned.class)
        .hasMessageContaining("not a directory");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void refusesAMissingVolume() throws Exception {
    Files.delete(fixture.volume);

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.VolumeFailed.class);
  }

  @Test
  void refusesAnotherResource() {
    fixture.export("main");
    fixture.publication = owned(new Owner("local", "web", "other", "local"));

    assertThatThrownBy(() -> fixture.export("main"))
        .isInstanceOf(ExportException.PathNotOwned.class)
        .hasMessageContaining("belongs to web/shop of cluster 'local'")
        .hasMessageContaining("gitexport.dev/adopt: local");
  }

  @Test
  void refusesTheSameResourceOfAnotherCluster() {
    fixture.export("main");
    fixture.publication = owned(new Owner("production", "web", "shop", "local"));

    assertThatThrownBy(() -> fixture.export("main")).hasMessageContaining("'production'");
  }

  @Test
  void followsAResourceThatWasMadeAnew() {
    fixture.export("main");
    List<Owner> former = new ArrayList<>();
    fixture.exporter =
        new Exporter(
            Clock.systemUTC(),
            new ExportListener() {
              @Override
              public void takenOver(Target target, Owner owner) {
                former.add(owner);
              }
            });
    fixture.publication = owned(new Owner("local", "web", "shop", "new-uid"));

    assertThat(fixture.export("main")).isInstanceOf(ExportOutcome.UpToDate.class);

    assertThat(former).containsExactly(Owner.local("web", "shop"));
    assertThat(ExportCatalog.read(fixture.target).owner()).hasValue(fixture.publication.owner());
  }

  @Test
  void refusesALayoutOfTheFuture() throws Exception {
    fixture.export("main");
    Path owner = new ExportStore(fixture.target, Durability.DISK).ownerFile();
    Files.writeString(owner, Files.readString(owner).replace("\"format\":1", "\"format\":2"));

    assertThatThrownBy(() -> fixture.export("main")).hasMessageContaining("later version");
  }

  @Test
  void refusesAnOwnerFileThatIsNotReadable() throws Exception {
    fixture.export("main");
    Files.writeString(new ExportStore(fixture.target, Durability.DISK).ownerFile(), "{");

    assertThatThrownBy(() -> fixture.export("main")).hasMessageContaining("gitexport adopt");
  }

  @Test
  void adoptsWithTheRightUidOnly() {
    fixture.export("main");
    Owner heir = new Owner("production", "web", "heir", "u2");

    assertThatThrownBy(() -> lifecycle.adopt(fixture.target, heir, "wrong"))
        .isInstanceOf(ExportException.PathNotOwned.class)
        .hasMessageContaining("belongs to uid local");
    lifecycle.adopt(fixture.target, heir, "local");

    fixture.publication = owned(heir);
    assertThat(fixture.export("main")).isInstanceOf(ExportOutcome.UpToDate.class);
  }

  @Test
  void adoptsADirectoryWithoutAnOwnerAndLeavesWhatIsInIt() throws Exception {
    Path old = Files.createDirectories(fixture.target.directory()).resolve("old.html");
    Files.writeString(old, "old");

    lifecycle.adopt(fixture.target, fixture.publication.owner(), "");
    fixture.export("main");

    assertThat(old).hasContent("old");
    assertThat(fixture.current().resolve("a")).hasContent("1");
  }

  @Test
  void leavesExportsWhoseStateWasLost() throws Exception {
    Export first = fixture.export("main").current();
    fixture.git.commit("two", "a", "2");
    fixture.export("main");
    Trash.delete(fixture.target.directory().resolve(ExportStore.STATE));
    lifecycle.adopt(fixture.target, fixture.publication.owner(), "");

    fixture.export("main");

    assertThat(fixture.path(first).resolve("a")).hasContent("1");
    assertThat(fixture.current().resolve("a")).hasContent("2");
  }

  @Test
  void adoptsATargetWhoseOwnerFileIsDamaged() throws Exception {
    fixture.export("main");
    Files.writeString(new ExportStore(fixture.target, Durability.DISK).ownerFile(), "");

    lifecycle.adopt(fixture.target, fixture.publication.owner(), "");

    assertThat(fixture.export("main")).isInstanceOf(ExportOutcome.UpToDate.class);
  }

  @Test
  void deletesItsOwnTargetOnly() {
    fixture.export("main");
    Publication stranger = owned(new Owner("local", "web", "shop", "another"));

    assertThatThrownBy(() -> lifecycle.delete(stranger))
        .isInstanceOf(ExportException.PathNotOwned.class);
    assertThat(fixture.current().resolve("a")).hasContent("1");

    lifecycle.delete(fixture.publication);
    assertThat(fixture.target.directory()).doesNotExist();
    lifecycle.delete(fixture.publication);
  }

  private Publication owned(Owner owner) {
    return new Publication(
        fixture.target, owner, Publication.DEFAULT_LINK, Pin.NONE, ExportFixture.KEEP_ALL);
  }
}
