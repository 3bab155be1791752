package dev.gitexport.export;

import dev.gitexport.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out what a volume can do by doing it, in a directory of its own that it removes.
final class VolumeProbe {

  static final String PREFIX = "probe";

  /// Of eCryptfs, the shortest in use.
  private static final int SHORT_NAME = 143;

  private final Path directory;
  private final Durability durability;
  private final List<String> missing = new ArrayList<>();

  private VolumeProbe(Path directory, Durability durability) {
    this.directory = directory;
    this.durability = durability;
  }

  /// A step that a volume may fail.
  @FunctionalInterface
  private interface Attempt {
    boolean succeeds() throws IOException;
  }

  /// @param parent a directory of ours on the volume
  /// @throws ExportException.VolumeUnsuitable naming everything that is missing
  static VolumeTraits probe(Path parent, Durability durability) {
    Optional<VolumeTraits> traits = Optional.empty();
    while (traits.isEmpty()) {
      traits = attempt(parent.resolve(ExportStore.unique(PREFIX)), durability);
    }
    return traits.get();
  }

  /// Empty when a recovery took the directory for a dead run's: its answers mean nothing then.
  private static Optional<VolumeTraits> attempt(Path directory, Durability durability) {
    try {
      Files.createDirectory(directory);
      try {
        VolumeTraits traits = new VolumeProbe(directory, durability).run();
        return Files.isDirectory(directory) ? Optional.of(traits) : Optional.empty();
      } catch (IOException | ExportException.VolumeUnsuitable e) {
        if (Files.isDirectory(directory)) {
          throw e;
        }
        return Optional.empty();
      } finally {
        Trash.delete(directory);
      }
    } catch (IOException e) {
      throw VolumeError.of("probe the volume in " + directory.getParent(), e);
    }
  }

  private VolumeTraits run() throws IOException {
    Path file = Files.createFile(directory.resolve("Caf\u00e9"));
    require("symlinks, and to replace them by rename", this::replacesSymlinks);
    require("the modes of files (chmod)", () -> keepsMode(file));
    require("to sync a directory", this::syncsDirectories);
    require("names in UTF-8", () -> ExportStore.names(directory).stream().anyMatch(this::isOurs));
    boolean names = can(() -> creates("n".repeat(TreeNames.LONGEST_NAME)));
    boolean hardlinks = can(() -> links(file));
    boolean reflinks = can(() -> reflinks(file));
    if (!missing.isEmpty()) {
      throw new ExportException.VolumeUnsuitable(
          "the volume at "
              + directory.getParent()
              + " lacks "
              + String.join("; ", missing)
              + ". Use one with POSIX semantics: ext4, xfs, btrfs, NFS, CephFS",
          null);
    }
    boolean folds = exists("cAF\u00e9") || exists("Cafe\u0301");
    return new VolumeTraits(
        hardlinks, reflinks, folds, names ? TreeNames.LONGEST_NAME : SHORT_NAME);
  }

  private void require(String what, Attempt attempt) {
    if (!can(attempt)) {
      missing.add(what);
    }
  }

  /// A refusal is an answer here; what else ails the volume shows in the next step.
  private static boolean can(Attempt attempt) {
    try {
      return attempt.succeeds();
    } catch (UnsupportedOperationException _) {
      return false;
    } catch (IOException e) {
      if (VolumeError.isFailure(e)) { // a full volume can do everything, later
        throw VolumeError.of("probe the volume", e);
      }
      return false;
    }
  }

  private boolean replacesSymlinks() throws IOException {
    Path first = Files.createSymbolicLink(directory.resolve("first"), Path.of("a"));
    Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("b"));
    Files.move(second, first, StandardCopyOption.ATOMIC_MOVE);
    return Files.readSymbolicLink(first).equals(Path.of("b"));
  }

  private static boolean keepsMode(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixModes.of(0555));
    boolean kept = Files.getPosixFilePermissions(file).equals(PosixModes.of(0555));
    Files.setPosixFilePermissions(file, PosixModes.of(0444));
    return kept && Files.getPosixFilePermissions(file).equals(PosixModes.of(0444));
  }

  private boolean syncsDirectories() throws IOException {
    durability.sync(directory);
    return true;
  }

  private boolean creates(String name) throws IOException {
    Files.createFile(directory.resolve(name));
    return true;
  }

  private boolean links(Path file) throws IOException {
    Path link = directory.resolve("link");
    Files.createLink(link, file);
    return Files.isSameFile(link, file);
  }

  private boolean reflinks(Path file) throws IOException {
    Optional<NativeCalls> calls = NativeCalls.get();
    if (calls.isEmpty()) {
      return false;
    }
    calls.get().reflink(file, Files.createFile(directory.resolve("reflink")));
    return true;
  }

  /// Some volumes give a name back in another Unicode form; that they fold is found out apart.
  private boolean isOurs(String name) {
    return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFC).equals("Caf\u00e9");
  }

  private boolean exists(String name) {
    return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }
}
