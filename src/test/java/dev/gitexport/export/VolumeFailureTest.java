package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.export.FaultPoints.FaultPoint;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Volumes that are full, read-only, short of something, or not the exporter's: made so by real
/// means, which most often takes root.
final class VolumeFailureTest {

  private static final String NOBODY = "65534";

  private static Path repository = Path.of("");

  @BeforeAll
  static void makeRepository(@TempDir Path directory) throws IOException {
    repository = Site.releases(directory.resolve("repository"));
  }

  private static Exporter exporter() {
    return new Exporter(Clock.systemUTC(), ExportListener.NONE);
  }

  private static Exporter exporter(FaultPoints faults) {
    return new Exporter(Site.environment(Durability.DISK, faults));
  }

  /// What a failed run may not touch.
  private static Map<String, String> exports(Site site) throws IOException {
    return VolumeSnapshot.ofExports(site.store());
  }

  private static void fill(Path file) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException _) {
      // full now
    }
  }

  @Test
  void refusesAnExportThatTheVolumeHasNoSpaceFor(@TempDir Path directory) throws Exception {
    try (LoopVolume volume = LoopVolume.tmpfs(directory, "size=4m")) {
      Site site = Site.on(volume.path(), repository);
      site.export(exporter(), "r1");
      fill(volume.path().resolve("filler"));
      Map<String, String> before = exports(site);

      assertThatThrownBy(() -> site.export(exporter(), "r2"))
          .isInstanceOf(ExportException.VolumeFull.class)
          .hasMessageContaining("retention.count");

      assertThat(exports(site)).isEqualTo(before);
      assertRecovers(site, volume.path().resolve("filler"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "ext4", "xfs"})
  void aVolumeThatFillsUpUnderARunLosesNothing(String type, @TempDir Path directory)
      throws Exception {
    try (LoopVolume volume =
        type.equals("tmpfs")
            ? LoopVolume.tmpfs(directory, "size=8m")
            : LoopVolume.make(directory, type, type.equals("xfs") ? "320M" : "16M")) {
      Site site = Site.on(volume.path(), repository);
      site.export(exporter(), "r1");
      Map<String, String> before = exports(site);
      Path filler = volume.path().resolve("filler");
      Exporter filling =
          exporter(point -> {
            if (point == FaultPoint.STAGE_DIRECTORIES) {
              fill(filler);
            }
          });

      assertThatThrownBy(() -> site.export(filling, "r2", ExportSettings.DEFAULT, Sharing.COPY))
          .isInstanceOf(ExportException.VolumeFull.class);

      assertThat(exports(site)).isEqualTo(before);
      assertThat(ExportStore.names(site.store().staging())).as("staging on a full disk").isEmpty();
      assertThat(ExportStore.names(site.store().trash())).as("trash on a full disk").isEmpty();
      assertRecovers(site, filler);
    }
  }

  @Test
  void aVolumeWithoutInodesIsFull(@TempDir Path directory) throws Exception {
    try (LoopVolume volume = LoopVolume.tmpfs(directory, "size=16m,nr_inodes=64")) {
      Site site = Site.on(volume.path(), repository);
      site.export(exporter(), "r1");
      Map<String, String> before = exports(site);

      assertThatThrownBy(() -> site.export(exporter(), "r2", ExportSettings.DEFAULT, Sharing.COPY))
          .isInstanceOf(ExportException.VolumeFull.class)
          .hasMessageContaining("inodes");

      assertThat(exports(site)).isEqualTo(before);
      volume.remount("nr_inodes=1000");
      assertRecovers(site, volume.path().resolve("none"));
    }
  }

  private static void assertRecovers(Site site, Path filler) throws IOException {
    Files.deleteIfExists(filler);
    site.export(exporter(), "r2");
    assertThat(Site.release(site.store().link("current"))).isEqualTo("r2");
    site.invariants().isThere(site.store().complete());
    site.invariants().nothingDeadIsLeft();
  }

  @Test
  void aReadOnlyVolumeStaysAsItIs(@TempDir Path directory) throws Exception {
    try (LoopVolume volume = LoopVolume.make(directory, "ext4", "16M")) {
      Site site = Site.on(volume.path(), repository);
      site.export(exporter(), "r1");
      volume.remount("ro");
      Map<String, String> before = VolumeSnapshot.of(site.target().directory());

      assertThatThrownBy(() -> site.export(exporter(), "r2"))
          .isInstanceOf(ExportException.VolumeFailed.class)
          .hasMessageContaining("Read-only file system");

      site.invariants().unchangedSince(before);
      volume.remount("rw");
      assertRecovers(site, volume.path().resolve("none"));
    }
  }

  @Test
  void aFileWithAllTheNamesItMayHaveIsWrittenAnewAndLinkedFromThen(@TempDir Path directory)
      throws Exception {
    Requires.program("debugfs");
    try (LoopVolume volume = LoopVolume.make(directory, "ext4", "64M")) {
      Site site = Site.on(volume.path(), repository);
      site.export(exporter(), "r1");
      Path big = Path.of("same/d0/big");
      Object inode = Files.getAttribute(site.store().link("current").resolve(big), "unix:ino");
      volume.unmount();
      LoopVolume.run(
          "debugfs",
          "-w",
          "-R",
          "set_inode_field <" + inode + "> links_count 65000",
          directory.resolve("ext4.img").toString());
      volume.mount();

      ExportStats full = site.export(exporter(), "r2").current().stats();
      Object anew = Files.getAttribute(site.store().link("current").resolve(big), "unix:ino");
      ExportStats after = site.export(exporter(), "r3").current().stats();

      assertThat(full).returns(1L, ExportStats::refusedLinks).returns(4L, ExportStats::linkedFiles);
      assertThat(anew).isNotEqualTo(inode);
      assertThat(after)
          .returns(0L, ExportStats::refusedLinks)
          .returns(5L, ExportStats::linkedFiles);
      assertThat(Files.getAttribute(site.store().link("current").resolve(big), "unix:ino"))
          .isEqualTo(anew);
      site.invariants().isThere(site.store().complete());
    }
  }

  @Test
  void aPriorOnAnotherVolumeIsCopiedOrRefused(@TempDir Path directory) throws Exception {
    try (LoopVolume volume = LoopVolume.tmpfs(directory, "size=16m");
        var opened = LocalRepository.open(repository, GitNamespace.none())) {
      FolderExport export = new FolderExport(Clock.systemUTC(), ExportListener.NONE);
      var first = opened.resolve(new Treeish("r1"));
      var second = opened.resolve(new Treeish("r2"));
      Path here = directory.resolve("here");
      export.export(folder(first, opened, here, List.of(), Sharing.AUTO));
      var priors = List.of(new FolderExportRequest.Prior(first, here));

      ExportStats stats =
          export.export(folder(second, opened, volume.path().resolve("a"), priors, Sharing.AUTO));

      assertThat(stats).returns(5L, ExportStats::refusedLinks).returns("Copy", ExportStats::method);
      assertThat(
              Files.mismatch(here.resolve("same/d0/big"), volume.path().resolve("a/same/d0/big")))
          .isEqualTo(-1);
      assertThatThrownBy(() ->
              export.export(
                  folder(second, opened, volume.path().resolve("b"), priors, Sharing.HARDLINK)))
          .isInstanceOf(ExportException.VolumeUnsuitable.class);
      assertThat(ExportStore.names(volume.path())).containsExactly("a");
    }
  }

  private static FolderExportRequest folder(
      ResolvedTree tree,
      TreeSource source,
      Path folder,
      List<FolderExportRequest.Prior> priors,
      Sharing sharing) {
    return new FolderExportRequest(
        tree, source, folder, priors, false, ExportSettings.DEFAULT, sharing, Limits.DEFAULT);
  }

  @Test
  void aVolumeWithoutSymlinksIsUnsuitableAndSaysWhy(@TempDir Path directory) throws Exception {
    try (LoopVolume volume = LoopVolume.make(directory, "vfat", "16M")) {
      Site site = Site.on(volume.path(), repository);

      assertThatThrownBy(() -> site.export(exporter(), "r1"))
          .isInstanceOf(ExportException.VolumeUnsuitable.class)
          .hasMessageContaining("symlinks");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xfs", "btrfs"})
  void reflinksShareBlocksButNotInodes(String type, @TempDir Path directory) throws Exception {
    Requires.program("filefrag");
    RealGit git = RealGit.init(directory.resolve("large"));
    git.commit("one", "large", "0123456789abcdef".repeat(32_768), "marker", "release 1");
    git.commit("two", "marker", "release 2");
    try (LoopVolume volume = LoopVolume.make(directory, type, "320M")) {
      Site site = Site.on(volume.path(), git.directory());
      ExportSettings settings = ExportSettings.DEFAULT;
      ExportId first = site.export(exporter(), "main~1", settings, Sharing.REFLINK).current().id();

      ExportStats stats =
          site.export(exporter(), "main", settings, Sharing.REFLINK).current().stats();

      Path current = site.store().link("current").toRealPath().resolve("large");
      Path original = site.store().export(first).resolve("large");
      assertThat(stats).returns(1L, ExportStats::reflinkedFiles);
      assertThat(Files.getAttribute(current, "unix:ino"))
          .isNotEqualTo(Files.getAttribute(original, "unix:ino"));
      assertThat(LoopVolume.run("filefrag", "-v", current.toString())).contains("shared");
      site.invariants().isThere(site.store().complete());
    }
  }

  @Test
  void autoLinksWhereReflinksWouldDoToo(@TempDir Path directory) throws Exception {
    try (LoopVolume volume = LoopVolume.make(directory, "btrfs", "320M")) {
      Site site = Site.on(volume.path(), repository);
      site.export(exporter(), "r1");

      ExportStats stats = site.export(exporter(), "r2").current().stats();

      assertThat(stats)
          .returns(5L, ExportStats::linkedFiles)
          .returns(0L, ExportStats::refusedLinks);
      site.invariants().isThere(site.store().complete());
    }
  }

  @Test
  void namesThatDifferInCaseAreRefusedWhereTheVolumeFolds(@TempDir Path directory)
      throws Exception {
    Requires.root();
    Requires.kernel(
        Files.exists(Path.of("/sys/fs/ext4/features/casefold")),
        "this kernel's ext4 does not fold case");
    RealGit git = RealGit.init(directory.resolve("colliding"));
    git.commit("one", "readme", "a", "README", "b");
    try (LoopVolume volume = LoopVolume.make(directory, "ext4", "64M", "-O", "casefold")) {
      Path folding = Files.createDirectory(volume.path().resolve("folding"));
      LoopVolume.run("chattr", "+F", folding.toString());
      Site site = Site.on(folding, git.directory());

      assertThatThrownBy(() -> site.export(exporter(), "main"))
          .isInstanceOf(ExportException.UnsafeTree.class)
          .hasMessageContaining("README");
    }
  }

  @Test
  void aStrictUmaskDoesNotHideTheExport(@TempDir Path directory) throws Exception {
    Site site = Site.on(Files.createDirectory(directory.resolve("volume")), repository);

    ChildJvm.End end = export(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"), site, "r1", -1);

    assertThat(end.output()).as("%s", end).startsWith("Published");
    for (Path path = site.target().directory();
        !path.equals(site.target().volume());
        path = path.resolveSibling("")) {
      assertThat(mode(path)).as("%s", path).isEqualTo("rwxr-xr-x");
    }
    assertThat(mode(site.store().exports())).isEqualTo("rwxr-xr-x");
    site.invariants().currentIsComplete();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private static ChildJvm.End export(List<String> wrapper, Site site, String treeish, int gid)
      throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            wrapper,
            ChildJvm.ClassPath.SHARED,
            ExportingRun.class,
            site.target().volume().toString(),
            site.repository().toString(),
            treeish,
            "" + gid)) {
      return child.end();
    }
  }

  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");

  /// Where another user gets at it; JUnit's directories are their owner's alone.
  private static Site siteOfNobody(Path directory) throws IOException {
    Requires.root();
    Requires.program("setpriv");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path copy = directory.resolve("repository");
    LoopVolume.run("cp", "-r", repository.toString(), copy.toString());
    Path volume = Files.createDirectory(directory.resolve("volume"));
    LoopVolume.run("chown", "-R", NOBODY + ":" + NOBODY, copy.toString(), volume.toString());
    return Site.on(volume, copy);
  }

  @Test
  void runsWithoutRoot(@TempDir Path directory) throws Exception {
    Site site = siteOfNobody(directory);

    assertThat(export(AS_NOBODY, site, "r1", -1).output()).startsWith("Published");
    ChildJvm.End second = export(AS_NOBODY, site, "r2", -1);

    assertThat(second.output()).as("%s", second).startsWith("Published, 5 linked, 0 refused");
    site.invariants().isThere(site.store().complete());
  }

  @Test
  void aGroupThatIsNotTheExportersIsNamed(@TempDir Path directory) throws Exception {
    Site site = siteOfNobody(directory);
    assertThat(export(AS_NOBODY, site, "r1", -1).output()).startsWith("Published");
    Map<String, String> before = exports(site);

    ChildJvm.End end = export(AS_NOBODY, site, "r2", 12_345);

    assertThat(end.output())
        .as("%s", end)
        .startsWith("VolumeUnsuitable")
        .contains("12345", "fsGroup");
    assertThat(exports(site)).isEqualTo(before);
  }

  @Test
  void aVolumeWithoutTheRightToWriteIsAFailureThatSaysSo(@TempDir Path directory) throws Exception {
    Site site = siteOfNobody(directory);
    LoopVolume.run("chown", "0:0", site.target().volume().toString());

    ChildJvm.End end = export(AS_NOBODY, site, "r1", -1);

    assertThat(end.output()).as("%s", end).startsWith("VolumeFailed").contains("rights");
  }

  /// protected_hardlinks: nobody links to what is somebody else's. One such file costs one copy,
  /// and counts as one that is not what the manifest says.
  @Test
  void aPriorsFileOfAnotherOwnerIsCopiedAndTheOthersAreLinked(@TempDir Path directory)
      throws Exception {
    Site site = siteOfNobody(directory);
    Requires.that(
        Files.readString(Path.of("/proc/sys/fs/protected_hardlinks")).strip().equals("1"),
        "protected_hardlinks",
        "this kernel links to everything");
    assertThat(export(AS_NOBODY, site, "r1", -1).output()).startsWith("Published");
    Path foreign = site.store().link("current").resolve("same/d0/big");
    LoopVolume.run("chown", "0:0", foreign.toString());

    ChildJvm.End end = export(AS_NOBODY, site, "r2", -1);

    assertThat(end.output())
        .as("%s", end)
        .startsWith("Published, 4 linked, 0 refused"); // not refused: no match
    site.invariants().isThere(site.store().complete());
  }

  @Test
  void aRefusedTreeChangesNothing(@TempDir Path directory) throws Exception {
    RealGit git = RealGit.init(directory.resolve("unsafe"));
    git.commit("good", "marker", "release 1");
    git.run("tag", "good");
    Files.createSymbolicLink(git.directory().resolve("escape"), Path.of("../../../etc/passwd"));
    git.commit("bad");
    Site site = Site.on(Files.createDirectory(directory.resolve("volume")), git.directory());
    site.export(exporter(), "good");
    Map<String, String> before = VolumeSnapshot.of(site.target().directory());

    assertThatThrownBy(() -> site.export(exporter(), "main"))
        .isInstanceOf(ExportException.UnsafeTree.class)
        .hasMessageContaining("escape");

    site.invariants().unchangedSince(before);
  }

  /// Whoever can write to a prior cannot get his bytes into the next export by a link.
  @Test
  void whatChangedInAPriorIsNotLinked(@TempDir Path directory) throws Exception {
    Site site = Site.on(Files.createDirectory(directory.resolve("volume")), repository);
    site.export(exporter(), "r1");
    Path same = site.store().link("current").toRealPath().resolve("same");
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    Files.setPosixFilePermissions(
        same.resolve("d0/big"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(same.resolve("d0/big"), "tampered");
    Files.setPosixFilePermissions(
        same.resolve("d0/big"), PosixFilePermissions.fromString("r--r--r--"));
    Files.delete(same.resolve("d1/big"));
    Files.createSymbolicLink(same.resolve("d1/big"), outside);
    Files.delete(same.resolve("d2/big"));

    ExportStats stats = site.export(exporter(), "r2").current().stats();

    assertThat(stats).returns(3L, ExportStats::mismatches).returns(2L, ExportStats::linkedFiles);
    site.invariants().currentIsComplete();
  }

  /// Symlinks in the places that recovery and pruning clear lead nowhere.
  @Test
  void clearsPlantedSymlinksAwayAndNothingBehindThem(@TempDir Path directory) throws Exception {
    Path volume = Files.createDirectory(directory.resolve("volume"));
    CrashScenario.neighbour(volume);
    Path neighbour = volume.resolve("neighbour");
    Site site = Site.on(volume, repository);
    site.export(exporter(), "r1");
    Invariants invariants = site.invariants();
    invariants.watch(neighbour);
    ExportStore store = site.store();
    for (Path place : List.of(store.staging(), store.trash(), store.indexes(), store.records())) {
      Files.createSymbolicLink(place.resolve("planted"), neighbour);
    }
    Files.createSymbolicLink(store.state().resolve("probe.planted"), neighbour);
    Files.createSymbolicLink(store.target().resolve(".current.planted"), neighbour);
    Files.createDirectory(store.staging().resolve("tree"));
    Files.createSymbolicLink(store.staging().resolve("tree/planted"), neighbour);

    site.export(exporter(), "r2");

    invariants.nothingOutsideChanged();
    invariants.nothingDeadIsLeft();
    try (Stream<Path> all = Files.walk(site.target().directory())) {
      assertThat(all).noneMatch(path -> path.endsWith("planted"));
    }
  }
}
