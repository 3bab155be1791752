package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.Commands;
import dev.gitexport.test.Ports;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// OpenSSH's server with keys of its own, for the user who runs the tests. Public keys made by
/// [#key] may log in.
public final class SshServer implements AutoCloseable {

  public static final String USER = System.getProperty("user.name");

  private static final String CONFIGURATION =
      """
      ListenAddress @ADDRESS@:@PORT@
      HostKey @DIRECTORY@/host
      PidFile none
      AuthorizedKeysFile @DIRECTORY@/authorized_keys
      StrictModes no
      UsePAM no
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      PermitRootLogin prohibit-password
      AcceptEnv GIT_PROTOCOL
      SetEnv PATH=@DIRECTORY@/bin:/usr/local/bin:/usr/bin:/bin
      LogLevel VERBOSE
      """;

  private final Path directory;
  private final String host;
  private final int port;
  private final Process process;

  private SshServer(Path directory, String host, int port, Process process) {
    this.directory = directory;
    this.host = host;
    this.port = port;
    this.process = process;
  }

  /// @param directory for the server's own files
  public static SshServer start(Path directory) {
    return start(directory, "localhost", Ports.free());
  }

  /// @param host name or address of this machine
  public static SshServer start(Path directory, String host, int port) {
    Requires.program("sshd");
    Requires.program("ssh-keygen");
    try {
      Files.createDirectories(directory);
      makeRoomForPrivilegeSeparation();
      String address = InetAddress.getByName(host).getHostAddress();
      keygen(directory, "host", "-t", "ed25519", "-N", "");
      Files.createFile(directory.resolve("authorized_keys"));
      Path configuration = directory.resolve("sshd_config");
      Files.writeString(
          configuration,
          CONFIGURATION
              .replace("@DIRECTORY@", directory.toString())
              .replace("@ADDRESS@", address)
              .replace("@PORT@", Integer.toString(port)));
      Process process =
          new ProcessBuilder(program(), "-D", "-e", "-f", configuration.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("sshd.log").toFile())
              .start();
      await()
          .untilAsserted(
              () -> assertThatCode(() -> greet(address, port)).doesNotThrowAnyException());
      return new SshServer(directory, host, port, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whoever reads the server's first byte is in its log already, and not counted later.
  private static void greet(String address, int port) throws IOException {
    try (var socket = new Socket(address, port)) {
      assertThat(socket.getInputStream().read()).isEqualTo('S');
    }
  }

  /// As root the server wants it, and the service that makes it does not run here.
  private static void makeRoomForPrivilegeSeparation() throws IOException {
    if (USER.equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
  }

  /// The server refuses to be called by a relative name.
  private static String program() {
    return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
        .map(place -> Path.of(place, "sshd"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow();
  }

  public String url(Path repository) {
    return "ssh://%s@%s:%d%s".formatted(USER, host, port, repository);
  }

  /// A new private key that may log in, as text.
  ///
  /// @param options of ssh-keygen: `-t rsa -m PEM -N passphrase`
  public String key(String name, String... options) {
    String key = strangeKey(name, options);
    try {
      String all = Files.readString(directory.resolve("authorized_keys"));
      Files.writeString(
          directory.resolve("authorized_keys"),
          all + Files.readString(directory.resolve(name + ".pub")));
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new private key that may not.
  public String strangeKey(String name, String... options) {
    keygen(directory, name, options);
    return text(name);
  }

  public String knownHosts() {
    return "[%s]:%d %s"
        .formatted(host, port, text("host.pub"))
        .replaceFirst("^\\[(.*)]:22 ", "$1 ");
  }

  /// As if the host had had another key when it was written.
  public String outdatedKnownHosts() {
    return "[%s]:%d %s".formatted(host, port, text(keygen(directory, "old", "-N", "") + ".pub"));
  }

  /// A command that whoever logs in may run.
  ///
  /// @param script of the shell
  public void program(String name, String script) {
    try {
      Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
      Files.writeString(file, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Tells where an LFS server is, and how it knows who asks.
  ///
  /// @param authorization the header for it
  public void lfsAt(String api, String authorization) {
    program(
        "git-lfs-authenticate",
        "echo '{\"href\": \"%s\", \"header\": {\"Authorization\": \"%s\"}}'"
            .formatted(api, authorization));
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  /// How many came so far.
  public long connections() {
    return text("sshd.log").lines().filter(line -> line.startsWith("Connection from")).count();
  }

  public int port() {
    return port;
  }

  private String text(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String keygen(Path directory, String name, String... options) {
    String[] command =
        Stream.concat(Stream.of("ssh-keygen", "-q", "-f", name), Arrays.stream(options))
            .toArray(String[]::new);
    Commands.run(directory, Map.of(), command);
    return name;
  }

  @Override
  public void close() {
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroy();
    process.onExit().join();
    sessions.forEach(ProcessHandle::destroyForcibly);
  }

  /// What a user of the server gives.
  public static Access access(String identity, String passphrase, String knownHosts) {
    return new Access(
        new Credentials.Ssh(identity, passphrase, knownHosts, ""), Trust.system(), Network.open());
  }
}
