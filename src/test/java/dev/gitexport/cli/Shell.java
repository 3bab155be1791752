package dev.gitexport.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The program in this process, with what it prints caught, and a repository to try it on.
final class Shell {

  record Result(int code, String out, String err) {}

  private final Path directory;

  Shell(Path directory) {
    this.directory = directory;
  }

  Result run(String... args) {
    return run("", Map.of(), args);
  }

  Result run(String input, Map<String, String> variables, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Commands.line(surroundings(input, variables), List.of(args))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  /// The program as a process of its own.
  static List<String> program(String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    return command;
  }

  Surroundings surroundings(String input, Map<String, String> variables) {
    return new Surroundings(
        directory,
        variables,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        Clock.systemUTC(),
        false);
  }

  Path file(String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A commit of everything in `repository`, which is made when it is not there.
  String commit(String repository, String... pathsAndContents) {
    Path place = directory.resolve(repository);
    if (!Files.exists(place.resolve(".git"))) {
      file(repository + "/README.md", "read me\n");
      git(place, "init", "-q", "-b", "main", ".");
    }
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      file(repository + "/" + pathsAndContents[i], pathsAndContents[i + 1]);
    }
    git(place, "add", "-A");
    git(place, "commit", "-q", "-m", "change");
    return git(place, "rev-parse", "HEAD");
  }

  static String git(Path place, String... args) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.toFile());
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + role + "_NAME", "Test");
      builder.environment().put("GIT_" + role + "_EMAIL", "test@example.com");
    }
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("git " + String.join(" ", args) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
