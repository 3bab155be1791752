package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A keyring of GnuPG with secret keys, at a path that is short enough for the sockets of its
/// agent.
public final class GpgHome implements AutoCloseable {

  private final Path directory;

  private GpgHome(Path directory) {
    this.directory = directory;
  }

  public static GpgHome make() {
    Requires.program("gpg");
    Requires.program("gpg-agent");
    try {
      return new GpgHome(Files.createTempDirectory("gpg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a key.
  ///
  /// @param expire as gpg takes it: `0`, `1y`
  /// @param more options of gpg, as `--faked-system-time`
  public String key(String user, String algorithm, String expire, String... more) {
    List<String> command = new ArrayList<>(List.of(more));
    command.addAll(List.of("--quick-generate-key", user, algorithm, "sign,cert", expire));
    gpg(command.toArray(String[]::new));
    return fingerprint(user);
  }

  public String fingerprint(String user) {
    return gpg("--with-colons", "--list-keys", user)
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .findFirst()
        .orElseThrow();
  }

  public String exported(String key) {
    return gpg("--armor", "--export", key);
  }

  /// The key as it is after its owner took it back.
  public String revoked(String key) {
    try {
      Path certificate = directory.resolve("openpgp-revocs.d/" + key + ".rev");
      String text = Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN");
      Files.writeString(certificate, text);
      gpg("--import", certificate.toString());
      return exported(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String gpg(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "gpg",
                "--homedir",
                directory.toString(),
                "--batch",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                ""));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.onExit().join().exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A program for git's `gpg.program`, which signs with these keys.
  public String program(String... options) {
    try {
      Path program = Files.createTempFile(directory, "gpg", ".sh");
      Files.writeString(
          program,
          "#!/bin/sh\nexec gpg --homedir %s --batch --pinentry-mode loopback --passphrase '' %s \"$@\"\n"
              .formatted(directory, String.join(" ", options)));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return program.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run(List.of("gpgconf", "--homedir", directory.toString(), "--kill", "all"));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
