import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// Runs the operator until it has exported one resource and was asked for its health and metrics, and ends it as a cluster would: the run
/// from which the JVM learns what a start needs. What takes the place of an API server knows that resource, no Secrets and a lease.
///
/// usage: java OperatorRun.java DIRECTORY REPOSITORY COMMAND...
class OperatorRun {

  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^:]+:\\d+)");
  private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");
  private static final String PASSWORD = "changeit";
  private static final String SPEC = "{\"repository\":\"file://%s\",\"treeish\":\"HEAD\",\"interval\":\"1h\"}";

  private final Path directory;
  private final String resource;
  private final Map<String, String> leases = new HashMap<>();
  private final CountDownLatch published = new CountDownLatch(1);

  private OperatorRun(Path directory, String repository) {
    this.directory = directory;
    this.resource =
        "{\"apiVersion\":\"gitexport.dev/v1alpha1\",\"kind\":\"GitExport\",\"metadata\":{\"name\":\"site\",\"namespace\":\"web\","
            + "\"uid\":\"1\",\"resourceVersion\":\"%s\",\"generation\":1},\"spec\":" + SPEC.formatted(repository) + "%s}";
  }

  public static void main(String[] arguments) throws Exception {
    var run = new OperatorRun(Path.of(arguments[0]), arguments[1]);
    System.exit(run.of(List.of(arguments).subList(2, arguments.length)) ? 0 : 1);
  }

  private boolean of(List<String> command) throws Exception {
    Files.createDirectories(directory.resolve("volume"));
    var server = serve();
    var log = directory.resolve("operator.log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(KUBERNETES|GITEXPORT|QUARKUS)_.*"));
    builder.environment().putAll(Map.of(
        "KUBECONFIG", kubeconfig(server.getLocalPort()).toString(),
        "GITEXPORT_VOLUME_PATH", directory.resolve("volume").toString(),
        "GITEXPORT_STORE_PATH", directory.resolve("store").toString(),
        "GITEXPORT_SOURCES_SCHEMES", "file",
        "GITEXPORT_LEADER_ELECTION_ENABLED", "true",
        "QUARKUS_HTTP_HOST", "127.0.0.1",
        "QUARKUS_HTTP_PORT", "0"));
    var process = builder.start();
    try {
      if (!published.await(5, TimeUnit.MINUTES)) {
        System.err.print(Files.readString(log));
        return false;
      }
      Matcher listening = LISTENING.matcher(Files.readString(log));
      for (var path : listening.find() ? List.of("started", "live", "ready") : List.<String>of()) {
        get(listening.group(1) + "/q/health/" + path);
        get(listening.group(1) + "/q/metrics");
      }
    } finally {
      process.destroy();
      // The JVM writes its cache when it ends.
      process.waitFor();
    }
    return true;
  }

  private static void get(String url) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private Path kubeconfig(int port) throws IOException {
    return Files.writeString(directory.resolve("kubeconfig"), """
        apiVersion: v1
        kind: Config
        current-context: training
        clusters: [{name: training, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}]
        users: [{name: training, user: {token: "none"}}]
        contexts: [{name: training, context: {cluster: training, user: training, namespace: gitexport-system}}]
        """.formatted(port, directory.resolve("ca.pem")));
  }

  private SSLServerSocket serve() throws Exception {
    var keys = directory.resolve("keys.p12");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-keystore", keys.toString());
    keytool("-exportcert", "-rfc", "-file", directory.resolve("ca.pem").toString(), "-keystore", keys.toString());
    var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    var server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> {
      while (true) {
        try {
          var socket = server.accept();
          Thread.ofVirtual().start(() -> {
            try (socket) {
              answer(new DataInputStream(socket.getInputStream()), new BufferedOutputStream(socket.getOutputStream()));
            } catch (IOException | InterruptedException _) {
              // The operator has gone.
            }
          });
        } catch (IOException _) {
          return;
        }
      }
    });
    return server;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "training", "-storetype", "PKCS12", "-storepass", PASSWORD));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  /// One request after the other, until a watch begins.
  private void answer(InputStream in, OutputStream out) throws IOException, InterruptedException {
    for (String first = line(in); !first.isEmpty(); first = line(in)) {
      Map<String, String> headers = new HashMap<>();
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        headers.put(header.split(":", 2)[0].toLowerCase(Locale.ROOT), header.split(":", 2)[1].strip());
      }
      var body = new String(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))), UTF_8);
      if (headers.containsKey("sec-websocket-key")) {
        write(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept(headers.get("sec-websocket-key")) + "\r\n\r\n");
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      var words = first.split(" ");
      if (words[1].contains("watch=true")) {
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      var content = content(words[0], words[1].split("\\?")[0], body);
      write(out, "HTTP/1.1 " + (content.isEmpty() ? "404 Not Found" : "200 OK") + "\r\nContent-Type: application/json\r\nContent-Length: "
          + content.getBytes(UTF_8).length + "\r\n\r\n" + content);
    }
  }

  private String content(String method, String path, String body) {
    if (path.endsWith("/status")) {
      return resource.formatted("2", "," + body.substring(body.indexOf("\"status\""), body.lastIndexOf('}')));
    }
    if (path.endsWith("/gitexports")) {
      return list("gitexport.dev/v1alpha1", "GitExport", resource.formatted("1", ""));
    }
    if (path.endsWith("/gitsyncs")) {
      return list("gitexport.dev/v1alpha1", "GitSync", "");
    }
    if (path.endsWith("/secrets")) {
      return list("v1", "Secret", "");
    }
    if (path.contains("/leases")) {
      return lease(method, path, body);
    }
    if (path.contains("/events") && body.contains("Published")) {
      published.countDown();
    }
    return path.equals("/version") ? "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.0\"}" : body;
  }

  private String lease(String method, String path, String body) {
    synchronized (leases) {
      if (!method.equals("GET")) {
        Matcher name = NAME.matcher(body);
        leases.put(method.equals("POST") && name.find() ? path + "/" + name.group(1) : path, body);
        return body;
      }
      return leases.getOrDefault(path, "");
    }
  }

  private static String list(String version, String kind, String items) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%sList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[%s]}"
        .formatted(version, kind, items);
  }

  private static String accept(String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) {
      line.append((char) letter);
    }
    return line.toString().strip();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
