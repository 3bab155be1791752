package dev.gitexport.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A folder that another machine can write to, too: as on a network volume nothing hears of it. It
/// is an overlay whose upper layer is written to directly.
public final class SilentFolder implements AutoCloseable {

  private final Path folder;
  private final Path upper;

  private SilentFolder(Path folder, Path upper) {
    this.folder = folder;
    this.upper = upper;
  }

  /// @param layers gets what is behind the folder
  public static SilentFolder mount(Path folder, Path layers) throws IOException {
    Requires.root();
    Path upper = Files.createDirectories(layers.resolve("upper"));
    Path lower = Files.createDirectories(layers.resolve("lower"));
    Path work = Files.createDirectories(layers.resolve("work"));
    Files.createDirectories(folder);
    String options = "lowerdir=%s,upperdir=%s,workdir=%s".formatted(lower, upper, work);
    try {
      run("mount", "-t", "overlay", "overlay", "-o", options, folder.toString());
    } catch (IllegalStateException e) {
      Requires.kernel(false, "no overlay can be mounted here: " + e.getMessage());
    }
    return new SilentFolder(folder, upper);
  }

  /// What another machine does.
  public void write(String path, String content) {
    try {
      Files.writeString(upper.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run("umount", "-l", folder.toString());
  }

  private static void run(String... command) {
    Commands.run(Path.of("."), Map.of(), command);
  }
}
