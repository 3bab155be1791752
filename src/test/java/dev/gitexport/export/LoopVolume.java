package dev.gitexport.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A file system of its own in a file, mounted below a temporary directory; unmounted whatever
/// happens. Needs root.
public final class LoopVolume implements AutoCloseable {

  private final Path mount;
  private final List<String> mountCommand;
  private boolean mounted;

  /// What exports are promised to work on.
  private static final Set<String> COMMON = Set.of("ext4", "xfs", "btrfs");

  private LoopVolume(Path mount, List<String> mountCommand) {
    this.mount = mount;
    this.mountCommand = List.copyOf(mountCommand);
  }

  /// @param type of file system, with a `mkfs` of that name
  public static LoopVolume make(Path directory, String type, String size, String... mkfsOptions)
      throws IOException {
    Requires.root();
    requireKernel(type);
    Requires.program("mkfs." + type);
    Path image = directory.resolve(type + ".img");
    run("truncate", "-s", size, image.toString());
    List<String> mkfs = new ArrayList<>(List.of("mkfs." + type, "-q"));
    mkfs.addAll(List.of(mkfsOptions));
    mkfs.add(image.toString());
    run(mkfs.toArray(String[]::new));
    Path mount = Files.createDirectory(directory.resolve(type));
    LoopVolume volume =
        new LoopVolume(mount, List.of("mount", "-o", "loop", image.toString(), mount.toString()));
    volume.mount();
    return volume;
  }

  static LoopVolume tmpfs(Path directory, String options) throws IOException {
    Requires.root();
    Path mount = Files.createDirectory(directory.resolve("tmpfs"));
    LoopVolume volume =
        new LoopVolume(
            mount, List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount.toString()));
    volume.mount();
    return volume;
  }

  static void requireKernel(String type) throws IOException {
    boolean known =
        Files.readString(Path.of("/proc/filesystems"))
            .lines()
            .anyMatch(line -> line.endsWith("\t" + type));
    String reason = "this kernel has no " + type;
    if (COMMON.contains(type)) {
      Requires.that(known, type, reason);
    } else {
      Requires.kernel(known, reason);
    }
  }

  public Path mount() throws IOException {
    run(mountCommand.toArray(String[]::new));
    mounted = true;
    return mount;
  }

  public Path path() {
    return mount;
  }

  public void unmount() throws IOException {
    run("umount", mount.toString());
    mounted = false;
  }

  void remount(String options) throws IOException {
    run("mount", "-o", "remount," + options, mount.toString());
  }

  /// The moment the power goes: nothing is written any more.
  ///
  /// @param journal whether what the journal holds in memory still reaches the disk
  public void cutPower(boolean journal) throws IOException {
    run("xfs_io", "-x", "-c", journal ? "shutdown -f" : "shutdown", mount.toString());
  }

  public static String run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      unmount();
    }
  }
}
