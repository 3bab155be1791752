package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.Ports;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A server program on a free port of this machine.
///
/// @param port where it listens
/// @param output what it says
public record LocalServer(int port, Path output, Process process) implements AutoCloseable {

  private static final String PORT = "@PORT@";

  /// @param directory for its output
  /// @param command with `@PORT@` where the port belongs
  public static LocalServer start(Path directory, List<String> command) {
    Requires.program(command.getFirst());
    try {
      return start(directory, Ports.free(), command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// tinyproxy, by CONNECT only to where a git server may be.
  ///
  /// @param options lines of its configuration
  static LocalServer tinyproxy(Path directory, String... options) {
    try {
      int port = Ports.free();
      Path configuration = Files.createTempFile(directory, "tinyproxy", ".conf");
      Files.writeString(
          configuration,
          "Port %d\nListen 127.0.0.1\nTimeout 60\nLogLevel Connect\n%s\n"
              .formatted(port, String.join("\n", options)));
      Requires.program("tinyproxy");
      return start(directory, port, List.of("tinyproxy", "-d", "-c", configuration.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalServer start(Path directory, int port, List<String> command)
      throws IOException {
    Path output = Files.createTempFile(directory, command.getFirst(), ".log");
    var builder =
        new ProcessBuilder(
                command.stream().map(word -> word.replace(PORT, Integer.toString(port))).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Process process = builder.start();
    await()
        .untilAsserted(() ->
            assertThatCode(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .doesNotThrowAnyException());
    return new LocalServer(port, output, process);
  }

  public String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    process.onExit().join();
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}
