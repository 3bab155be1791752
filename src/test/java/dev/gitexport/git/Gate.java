package dev.gitexport.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Stands before a git server, and lets requests pass or not.
public final class Gate implements AutoCloseable {

  /// What becomes of a request.
  public enum Mode {
    PASS,
    REFUSE,
    BREAK_DOWN,
    HANG
  }

  private final HttpServer server;
  private final String behind;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Mode mode = Mode.PASS;

  private Gate(HttpServer server, String behind) {
    this.server = server;
    this.behind = behind;
  }

  /// @param behind base URL of the real one
  public static Gate before(String behind) {
    try {
      var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
      var gate = new Gate(server, behind);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", gate::answer);
      server.start();
      return gate;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /// From now on.
  public void set(Mode next) {
    mode = next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (mode) {
        case PASS -> pass(exchange);
        case REFUSE -> exchange.sendResponseHeaders(401, -1);
        case BREAK_DOWN -> exchange.sendResponseHeaders(500, -1);
        case HANG -> over.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()));
    for (String name :
        List.of("Authorization", "Content-Type", "Accept", "Git-Protocol", "Content-Encoding")) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(value -> request.header(name, value));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(response.statusCode(), response.body().length);
      exchange.getResponseBody().write(response.body());
    }
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
  }
}
