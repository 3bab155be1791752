package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// One bare repository of our own on disk. What was fetched can be fetched again; so it is not made
/// durable, but what a killed run left must not be in the way of the next.
record StoreDirectory(Path path) {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private static final String CONFIG =
      """
      [core]
      \trepositoryformatversion = 0
      \tbare = true
      """;

  boolean exists() {
    return Files.isDirectory(path);
  }

  StoreLock lock(Deadline deadline) throws IOException {
    Path tenant = Files.createDirectories(path.toAbsolutePath().resolveSibling(""));
    // The real path: one store has one lock, however it is spelled.
    return StoreLock.acquire(tenant.toRealPath().resolve(path.getFileName() + ".lock"), deadline);
  }

  FileRepository open() {
    return LocalRepository.openReadOnly(GitDirectory.at(path));
  }

  /// Makes what is missing and sweeps what a killed fetch left. Only under the lock: then nothing
  /// here is in use for writing.
  void prepare() throws IOException {
    if (!exists()) {
      create();
    }
    IsolatedObjects.sweep(this);
    for (Path place : List.of(path, path.resolve("objects"), packDirectory())) {
      try (Stream<Path> files = Files.list(place)) {
        sweep(files);
      }
    }
    try (Stream<Path> files = Files.walk(path.resolve("refs"))) {
      sweep(files);
    }
    restoreShallow();
  }

  private void sweep(Stream<Path> files) throws IOException {
    for (Path file : files.filter(this::isLeftover).filter(Files::isRegularFile).toList()) {
      Files.deleteIfExists(file);
    }
  }

  /// Renamed into place, so that there is all of it or nothing, also after a power cut.
  private void create() throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    for (String directory : List.of("objects/pack", "objects/info", "refs/heads")) {
      Files.createDirectories(fresh.resolve(directory));
    }
    Durable.replace(fresh.resolve("HEAD"), "ref: refs/heads/none\n".getBytes(UTF_8));
    Durable.replace(fresh.resolve("config"), CONFIG.getBytes(UTF_8));
    for (String directory : List.of("objects", "refs")) {
      Durable.sync(fresh.resolve(directory));
    }
    Durable.move(fresh, path);
    for (Path above = path.getParent();
        above != null && Files.isReadable(above);
        above = above.getParent()) {
      Durable.sync(above);
    }
  }

  /// No ref is named `.lock`; all else that a leftover is named, a ref may be named too.
  private boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".lock")
        || (file.startsWith(path.resolve("objects")) && isLeftoverObject(file, name));
  }

  private static boolean isLeftoverObject(Path file, String name) {
    return name.endsWith(".keep")
        || name.endsWith(".tmp")
        || name.endsWith("_tmp")
        || name.startsWith("incoming_")
        || name.startsWith("tmp_")
        || isHalfAPack(file, name, ".pack", ".idx")
        || isHalfAPack(file, name, ".idx", ".pack")
        || isHalfAPack(file, name, ".mtimes", ".pack");
  }

  private static boolean isHalfAPack(Path file, String name, String half, String other) {
    return name.startsWith("pack-")
        && name.endsWith(half)
        && !Files.exists(
            file.resolveSibling(name.substring(0, name.length() - half.length()) + other));
  }

  /// The list of where history ends is written before the objects arrive. Kept aside, it comes back
  /// when they do not.
  void keepShallow() throws IOException {
    Path kept = keptShallow();
    if (Files.exists(shallow())) {
      Files.copy(shallow(), kept, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.write(kept, new byte[0]);
    }
  }

  void forgetShallow() throws IOException {
    Files.deleteIfExists(keptShallow());
  }

  void restoreShallow() throws IOException {
    if (!Files.exists(keptShallow())) {
      return;
    }
    if (Files.size(keptShallow()) == 0) {
      Files.deleteIfExists(shallow());
      Files.delete(keptShallow());
    } else {
      Files.move(keptShallow(), shallow(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// History cannot end at a commit that is not there.
  void forgetMissingShallow() throws IOException {
    if (Files.exists(shallow())) {
      try (Repository repository = open()) {
        var kept = new HashSet<ObjectId>();
        for (ObjectId id : repository.getObjectDatabase().getShallowCommits()) {
          if (repository.getObjectDatabase().has(id)) {
            kept.add(id);
          }
        }
        repository.getObjectDatabase().setShallowCommits(kept);
      }
    }
  }

  private Path shallow() {
    return path.resolve("shallow");
  }

  private Path keptShallow() {
    return path.resolve("shallow.before");
  }

  /// Takes the whole store out of use; the next fetch makes another.
  Path setAside(Instant now) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + STAMP.format(now));
    return Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Takes one pack out of use: JGit and git look at `.pack` and `.idx` only.
  void setAsidePack(Path pack, Instant now) throws IOException {
    for (Path file : partsOf(pack)) {
      Files.move(file, file.resolveSibling(file.getFileName() + ".damaged-" + STAMP.format(now)));
    }
  }

  Path looseObject(ObjectId id) {
    return path.resolve("objects")
        .resolve(id.name().substring(0, 2))
        .resolve(id.name().substring(2));
  }

  Path packDirectory() {
    return path.resolve("objects/pack");
  }

  Path pack(String name) {
    return packDirectory().resolve(name);
  }

  /// The pack first: without it the rest is nothing.
  void deletePack(Path pack) throws IOException {
    Files.deleteIfExists(pack);
    for (Path file : partsOf(pack)) {
      Files.deleteIfExists(file);
    }
  }

  private static List<Path> partsOf(Path pack) throws IOException {
    String base = pack.getFileName().toString().replaceFirst("\\.pack$", "");
    try (Stream<Path> files = Files.list(pack.toAbsolutePath().getParent())) {
      return files.filter(f -> f.getFileName().toString().startsWith(base + ".")).toList();
    }
  }

  List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(packDirectory())) {
      return files.filter(f -> f.toString().endsWith(".pack")).sorted().toList();
    }
  }
}
