package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// The `git` command in one directory, without any configuration of this machine. Every commit is a
/// minute later than the one before.
public final class RealGit {

  private final Path directory;
  private long clock = 1_700_000_000L;

  public RealGit(Path directory) {
    this.directory = directory;
  }

  public static RealGit init(Path directory) {
    var git = new RealGit(directory);
    git.makeDirectory();
    git.run("init", "-q", "-b", "main", ".");
    return git;
  }

  public Path directory() {
    return directory;
  }

  public RealGit in(Path other) {
    return new RealGit(other);
  }

  public ObjectId commit(String message, String... pathsAndContents) {
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      write(pathsAndContents[i], pathsAndContents[i + 1]);
    }
    run("add", "-A");
    run("commit", "-q", "--allow-empty", "-m", message);
    return id("HEAD");
  }

  public ObjectId id(String revision) {
    return ObjectId.fromString(run("rev-parse", "--verify", revision));
  }

  public void write(String path, String content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String run(String... arguments) {
    return input("", arguments);
  }

  public String input(String input, String... arguments) {
    return input(input.getBytes(UTF_8), arguments);
  }

  public String input(byte[] input, String... arguments) {
    Answer answer = ask(input, arguments);
    if (answer.code() != 0) {
      throw new IllegalStateException(
          "git %s: %s".formatted(String.join(" ", arguments), answer.errors()));
    }
    return answer.output().strip();
  }

  public record Answer(int code, String output, String errors) {}

  public Answer ask(byte[] input, String... arguments) {
    clock += 60;
    var command = new ArrayList<String>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.putAll(
        Map.of(
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "GIT_CONFIG_GLOBAL",
            "/dev/null",
            "GIT_AUTHOR_NAME",
            "A",
            "GIT_AUTHOR_EMAIL",
            "a@example.com",
            "GIT_COMMITTER_NAME",
            "C",
            "GIT_COMMITTER_EMAIL",
            "c@example.com",
            "GIT_AUTHOR_DATE",
            clock + " +0000",
            "GIT_COMMITTER_DATE",
            clock + " +0000"));
    try {
      Path errors = Files.createTempFile("git", ".err");
      var process = builder.redirectError(errors.toFile()).start();
      try (var sink = process.getOutputStream()) {
        sink.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int code = process.waitFor();
      String text = Files.readString(errors);
      Files.delete(errors);
      return new Answer(code, output, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Path looseObject(ObjectId id) {
    Path git = Files.isDirectory(directory.resolve(".git")) ? directory.resolve(".git") : directory;
    return git.resolve("objects/" + id.name().substring(0, 2) + "/" + id.name().substring(2));
  }

  /// Every file below a directory with its size and modification time.
  static Map<String, String> snapshot(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        files.put(
            root.relativize(path).toString(),
            Files.isDirectory(path)
                ? "directory " + Files.getLastModifiedTime(path)
                : Files.size(path) + " " + Files.getLastModifiedTime(path));
      }
    }
    return files;
  }

  private void makeDirectory() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
