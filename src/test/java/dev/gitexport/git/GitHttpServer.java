package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.gitexport.test.Ports;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// nginx with `git http-backend` below it, over TLS by a CA of its own and over plain HTTP. What is
/// below `projects` is served five times: to all at `/open/`, by user `git` and password `s3cret`
/// at `/basic/`, by whom [#admit] named last at `/changing/`, by token `t0ken` at `/bearer/`, by
/// client certificate at `/mutual/`.
public final class GitHttpServer implements AutoCloseable {

  private static final String CONFIGURATION =
      """
      daemon off;
      pid @DIRECTORY@/nginx.pid;
      error_log @DIRECTORY@/error.log;
      user root;
      worker_processes 1;
      events { worker_connections 64; }
      http {
        access_log @DIRECTORY@/access.log;
        client_body_temp_path @DIRECTORY@/body;
        fastcgi_temp_path @DIRECTORY@/fastcgi;
        proxy_temp_path @DIRECTORY@/proxy;
        scgi_temp_path @DIRECTORY@/scgi;
        uwsgi_temp_path @DIRECTORY@/uwsgi;
        client_max_body_size 0;
        server {
          listen 127.0.0.1:@PLAIN@;
          listen 127.0.0.1:@TLS@ ssl;
          ssl_certificate @DIRECTORY@/server.crt;
          ssl_certificate_key @DIRECTORY@/server.key;
          ssl_client_certificate @DIRECTORY@/ca.crt;
          ssl_verify_client optional;
          fastcgi_pass_request_headers on;
          location ~ ^/open/.*/info/lfs/ { proxy_pass http://localhost:@LFS@; }
          location ~ ^/open(/.*)$ { set $repo $1; include @DIRECTORY@/backend.conf; }
          location ~ ^/basic(/.*)$ {
            auth_basic "git"; auth_basic_user_file @DIRECTORY@/htpasswd;
            set $repo $1; include @DIRECTORY@/backend.conf;
          }
          location ~ ^/bearer(/.*)$ {
            if ($http_authorization != "Bearer t0ken") { return 401; }
            set $repo $1; include @DIRECTORY@/backend.conf;
          }
          location ~ ^/changing(/.*)$ {
            auth_basic "git"; auth_basic_user_file @DIRECTORY@/changing;
            set $repo $1; include @DIRECTORY@/backend.conf;
          }
          location ~ ^/mutual(/.*)$ {
            if ($ssl_client_verify != SUCCESS) { return 403; }
            set $repo $1; include @DIRECTORY@/backend.conf;
          }
          location ~ ^/moved(/.*)$ { return 301 /open$1$is_args$args; }
        }
      }
      """;

  private static final String BACKEND =
      """
      fastcgi_pass unix:@DIRECTORY@/cgi.sock;
      fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT @PROJECTS@;
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param PATH_INFO $repo;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REMOTE_USER writer;
      fastcgi_param REMOTE_ADDR $remote_addr;
      """;

  private final Path directory;
  private final int plain;
  private final int tls;
  private final int lfs;
  private final List<Process> processes = new ArrayList<>();

  private GitHttpServer(Path directory, int plain, int tls, int lfs) {
    this.directory = directory;
    this.plain = plain;
    this.tls = tls;
    this.lfs = lfs;
  }

  /// @param directory for the server's own files
  public static GitHttpServer start(Path directory, Path projects) {
    for (String program : List.of("nginx", "fcgiwrap", "openssl")) {
      Requires.program(program);
    }
    try {
      Files.createDirectories(directory);
      var server = new GitHttpServer(directory, Ports.free(), Ports.free(), Ports.free());
      server.makeCertificates();
      server.write("htpasswd", "git:{PLAIN}s3cret\n");
      server.write("changing", "");
      server.write("backend.conf", server.filled(BACKEND, projects));
      server.write("nginx.conf", server.filled(CONFIGURATION, projects));
      server.run("fcgiwrap", "-c", "4", "-s", "unix:" + directory.resolve("cgi.sock"));
      server.comeBack();
      await().until(() -> Files.exists(directory.resolve("cgi.sock")));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From now on at `/changing/` this one, and nobody else.
  public void admit(String user, String password) {
    try {
      write("changing", "%s:{PLAIN}%s\n".formatted(user, password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param place `open`, `basic`, `changing`, `bearer`, `mutual` or `moved`
  public String url(String place, String repository) {
    return "https://localhost:%d/%s/%s".formatted(tls, place, repository);
  }

  public String plainUrl(String place, String repository) {
    return "http://localhost:%d/%s/%s".formatted(plain, place, repository);
  }

  /// Where an [LfsServer] has to listen to serve what is below `/open/`.
  public int lfsPort() {
    return lfs;
  }

  /// PEM text of `ca.crt`, or of `server` or `client` with `.crt` or `.key`.
  public String pem(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What was answered so far. Each is logged after its answer, and in their order: once a last one
  /// is, all before are.
  public List<String> requests() {
    String last = "/last-" + System.nanoTime();
    try {
      var connection = URI.create("http://localhost:" + plain + last).toURL().openConnection();
      assertThat(((HttpURLConnection) connection).getResponseCode()).isEqualTo(404);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await().until(() -> pem("access.log").contains(last));
    return pem("access.log").lines().filter(line -> !line.contains("GET /last-")).toList();
  }

  /// Nobody listens any more.
  public void goAway() {
    end(processes.removeLast());
  }

  public void comeBack() throws IOException {
    run("nginx", "-p", directory.toString(), "-c", directory + "/nginx.conf");
    awaitPort(tls);
  }

  @Override
  public void close() {
    processes.forEach(GitHttpServer::end);
  }

  /// A worker that dies before its master is started anew.
  private static void end(Process process) {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    process.onExit().join();
    workers.forEach(ProcessHandle::destroyForcibly);
  }

  private String filled(String template, Path projects) {
    return template
        .replace("@DIRECTORY@", directory.toString())
        .replace("@PROJECTS@", projects.toString())
        .replace("@PLAIN@", Integer.toString(plain))
        .replace("@LFS@", Integer.toString(lfs))
        .replace("@TLS@", Integer.toString(tls));
  }

  private void makeCertificates() throws IOException {
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt");
    write("server.ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    for (String name : List.of("server", "client")) {
      openssl(
          "req -newkey rsa:2048 -nodes -subj /CN=%1$s -keyout %1$s.key -out %1$s.csr"
              .formatted(name));
      openssl(
          "x509 -req -in %1$s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out %1$s.crt"
              .formatted(name));
    }
    openssl("rsa -in client.key -traditional -out client-pkcs1.key");
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key");
  }

  private void openssl(String arguments) throws IOException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(pem("openssl.log"));
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private void run(String... command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(command[0] + ".log").toFile());
    builder.environment().put("HOME", "/nonexistent");
    String path = builder.environment().getOrDefault("PATH", "");
    builder.environment().put("PATH", path + ":/usr/sbin:/sbin");
    processes.add(builder.start());
  }

  private void awaitPort(int port) {
    await()
        .untilAsserted(() ->
            assertThatCode(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .doesNotThrowAnyException());
  }
}
