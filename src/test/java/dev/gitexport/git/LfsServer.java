package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// A server of git-lfs's batch API, for any repository; `git lfs push` fills it. It wants user
/// `git` with password `s3cret` where it is told to.
public final class LfsServer implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpServer server;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean isGuarded;
  private volatile String storage;
  private volatile Map<String, String> headers = Map.of();
  private volatile UnaryOperator<String> answer = UnaryOperator.identity();
  private volatile Runnable beforeDownload = () -> {};
  private volatile Optional<Content> content = Optional.empty();
  private final Map<String, HttpHandler> instead = new ConcurrentHashMap<>();

  private LfsServer(HttpServer server) {
    this.server = server;
    this.storage = url("storage");
  }

  public static LfsServer start(int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
      LfsServer lfs = new LfsServer(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", lfs::answer);
      server.start();
      return lfs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url(String path) {
    return "http://localhost:%d/%s".formatted(server.getAddress().getPort(), path);
  }

  /// Asks for the password.
  public void guard() {
    isGuarded = true;
  }

  /// Where downloads are said to be, and with which headers.
  public void storeAt(String place, Map<String, String> withHeaders) {
    storage = place;
    headers = withHeaders;
  }

  /// Changes what a batch is answered.
  public void answering(UnaryOperator<String> change) {
    answer = change;
  }

  /// Bytes as they are sent.
  @FunctionalInterface
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /// What every download is answered from now on, of no known length.
  public void streaming(Content answered) {
    content = Optional.of(answered);
  }

  /// Answers all requests of a method from now on.
  ///
  /// @param method `POST` for batches, `GET` for downloads
  void instead(String method, HttpHandler handler) {
    instead.put(method, handler);
  }

  /// Is run by each download before it is answered.
  public void beforeDownload(Runnable action) {
    beforeDownload = action;
  }

  /// How many connections there were.
  public int connections() {
    return clients.size();
  }

  public Map<String, byte[]> objects() {
    return objects;
  }

  /// Has one more object.
  LfsPointer stored(byte[] bytes) {
    LfsPointer pointer = LfsSamples.pointer(bytes);
    objects.put(pointer.oid(), bytes);
    return pointer;
  }

  /// The same; its pointer as it stands in a tree.
  public String pointerTo(String content) {
    LfsPointer pointer = stored(content.getBytes(UTF_8));
    return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
        .formatted(pointer.oid(), pointer.size());
  }

  /// Method, path and `Authorization`, of each.
  public List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add("%s %s %s".formatted(exchange.getRequestMethod(), path, authorization));
    String basic = "Basic " + Base64.getEncoder().encodeToString("git:s3cret".getBytes(UTF_8));
    boolean isBatch = path.endsWith("/info/lfs/objects/batch");
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String oid = path.substring(path.lastIndexOf('/') + 1);
      if (instead.containsKey(exchange.getRequestMethod())) {
        instead.get(exchange.getRequestMethod()).handle(exchange);
      } else if (isBatch && isGuarded && !basic.equals(authorization)) {
        respond(exchange, 401, "{\"message\": \"who?\"}".getBytes(UTF_8));
      } else if (isBatch) {
        respond(exchange, 200, answer.apply(batch(body)).getBytes(UTF_8));
      } else if (exchange.getRequestMethod().equals("PUT")) {
        objects.put(oid, body);
        respond(exchange, 200, new byte[0]);
      } else if (content.isPresent()) {
        exchange.sendResponseHeaders(200, 0);
        content.get().to(exchange.getResponseBody());
      } else if (objects.containsKey(oid)) {
        beforeDownload.run();
        respond(exchange, 200, objects.get(oid));
      } else {
        respond(exchange, 404, new byte[0]);
      }
    }
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.git-lfs+json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private String batch(byte[] body) throws IOException {
    JsonNode request = MAPPER.readTree(body);
    String operation = request.get("operation").asText();
    ArrayNode items = MAPPER.createArrayNode();
    for (JsonNode each : request.get("objects")) {
      String oid = each.get("oid").asText();
      ObjectNode item = items.addObject().put("oid", oid);
      item.set("size", each.get("size"));
      if (operation.equals("download") && !objects.containsKey(oid)) {
        item.putObject("error").put("code", 404).put("message", "no such object");
      } else if (operation.equals("download") || !objects.containsKey(oid)) {
        ObjectNode action = item.putObject("actions").putObject(operation);
        action.put("href", storage + "/" + oid);
        ObjectNode header = action.putObject("header");
        headers.forEach(header::put);
      }
    }
    ObjectNode answered = MAPPER.createObjectNode().put("transfer", "basic");
    answered.set("objects", items);
    return MAPPER.writeValueAsString(answered);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
