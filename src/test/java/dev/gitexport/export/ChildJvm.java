package dev.gitexport.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.googlecode.javaewah.EWAHCompressedBitmap;
import dev.gitexport.files.Trash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;

/// A process of its own that runs a main class of the tests on the engine, and can be killed.
public final class ChildJvm implements AutoCloseable {

  /// What `Runtime.halt(137)` and a `kill -9` give.
  public static final int KILLED = 137;

  private static final List<Class<?>> NEEDED =
      List.of(
          Exporter.class,
          ChildJvm.class,
          Repository.class,
          ObjectMapper.class,
          JsonFactory.class,
          JsonInclude.class,
          JavaTimeModule.class,
          EWAHCompressedBitmap.class,
          DigestUtils.class,
          Logger.class);

  private final Process process;
  private final Path errors;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /// How a child ended.
  public record End(int code, String output, String errors) {}

  public static ChildJvm start(Class<?> main, String... arguments) {
    return start(List.of(), ClassPath.SHARED, main, arguments);
  }

  /// @param wrapper a command that runs the command after it, such as `setpriv`
  static ChildJvm start(
      List<String> wrapper, ClassPath classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(classPath.options());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile("child", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      return new ChildJvm(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The engine and the tests as jars that every user can read, and a cache that makes them start
  /// in half the time.
  record ClassPath(Path directory, List<String> options) {

    /// Made once for a test run.
    static final ClassPath SHARED = make();

    private static ClassPath make() {
      try {
        Path directory = Files.createTempDirectory("classpath");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> jars = new ArrayList<>();
        for (Path source : sources()) {
          Path jar = directory.resolve(jars.size() + ".jar");
          pack(source, jar);
          jars.add(jar.toString());
        }
        String path = String.join(":", jars);
        Path cache = directory.resolve("cache");
        train(
            directory,
            new ClassPath(directory, List.of("-XX:AOTCacheOutput=" + cache, "-cp", path)));
        return new ClassPath(directory, List.of("-XX:AOTCache=" + cache, "-cp", path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Without signatures, which take time to check and keep classes out of the cache.
    private static void pack(Path source, Path jar) throws IOException {
      if (Files.isDirectory(source)) {
        packAll(source, jar);
        return;
      }
      try (FileSystem zip = FileSystems.newFileSystem(source)) {
        packAll(zip.getPath("/"), jar);
      }
    }

    private static void packAll(Path root, Path jar) throws IOException {
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> all = Files.walk(root)) {
        for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          String name = root.relativize(file).toString();
          if (!name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
            out.putNextEntry(new JarEntry(name));
            Files.copy(file, out);
            out.closeEntry();
          }
        }
      }
    }

    /// A run like those to come. Without a cache children only start slower.
    private static void train(Path directory, ClassPath training) throws IOException {
      Path repository = Site.releases(directory.resolve("repository"));
      Path volume = Files.createDirectory(directory.resolve("volume"));
      try (ChildJvm child =
          start(
              List.of(),
              training,
              CrashingRun.class,
              "FIRST_EXPORT",
              volume.toString(),
              repository.toString(),
              FaultPoints.FaultPoint.DELETE.name(),
              "1")) {
        End end = child.end();
        if (end.code() != 0) {
          throw new IllegalStateException("children do not start: " + end);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static void delete(Path directory) {
      try {
        Trash.delete(directory);
      } catch (IOException _) {
        // a temporary directory: the system's turn
      }
    }
  }

  private static Set<Path> sources() {
    Set<Path> sources = new LinkedHashSet<>();
    for (Class<?> needed : NEEDED) {
      try {
        sources.add(Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return sources;
  }

  /// Waits until the child says a line.
  public String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = process.getInputStream().read();
        read >= 0 && read != '\n';
        read = process.getInputStream().read()) {
      line.append((char) read);
    }
    return line.toString();
  }

  /// Lets a child that waits for its input go on.
  void goOn() throws IOException {
    process.getOutputStream().close();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// `kill -9`, from outside.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  public End end() throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("the child did not end: " + output);
    }
    return new End(process.exitValue(), output, Files.readString(errors));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(errors);
  }
}
