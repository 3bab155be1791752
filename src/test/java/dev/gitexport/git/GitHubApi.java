package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The part of GitHub's API that gives tokens: to App `12` with its key, for installation `34`.
public final class GitHubApi implements AutoCloseable {

  private static final String PATH = "/api/v3/app/installations/34/access_tokens";

  private final HttpsServer server;
  private final KeyPair key;
  private final Consumer<String> given;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Answer> next = new ConcurrentLinkedQueue<>();
  private volatile Duration life = Duration.ofHours(1);

  /// What is answered in place of a token.
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private GitHubApi(HttpsServer server, KeyPair key, Consumer<String> given) {
    this.server = server;
    this.key = key;
    this.given = given;
  }

  /// @param certificate of the server, whose authority the test believes
  /// @param given is told every token before it is answered
  public static GitHubApi start(Trust certificate, Consumer<String> given) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
      var api = new GitHubApi(server, generator.generateKeyPair(), given);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", api::answer);
      server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String url() {
    return "https://localhost:%d/api/v3".formatted(server.getAddress().getPort());
  }

  /// In PKCS #8.
  public String privateKey() {
    return pem("PRIVATE KEY", key.getPrivate().getEncoded());
  }

  static String pem(String type, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content));
  }

  KeyPair key() {
    return key;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  /// Once for each call.
  void answerNext(Answer answer) {
    next.add(answer);
  }

  void giveTokensFor(Duration time) {
    life = time;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    Answer planned = next.poll();
    if (planned != null) {
      planned.to(exchange);
    } else if (!isOurs(exchange.getRequestHeaders().getFirst("Authorization"))) {
      say(exchange, 401, "{\"message\": \"A JSON web token could not be decoded\"}");
    } else if (exchange.getRequestURI().getPath().equals(PATH)) {
      give(exchange);
    } else {
      say(exchange, 404, "{\"message\": \"Not Found\"}");
    }
  }

  private void give(HttpExchange exchange) throws IOException {
    String token = "ghs_" + asked.size();
    given.accept(token);
    Instant end = Clock.systemUTC().instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    say(exchange, 201, "{\"token\": \"%s\", \"expires_at\": \"%s\"}".formatted(token, end));
  }

  private boolean isOurs(String authorization) throws IOException {
    String[] parts = authorization.replaceFirst("^Bearer ", "").split("\\.");
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    long now = Clock.systemUTC().instant().getEpochSecond();
    return isSigned(parts)
        && claims.path("iss").asText().equals("12")
        && claims.path("iat").asLong() <= now
        && claims.path("exp").asLong() > now
        && claims.path("exp").asLong() <= now + 600;
  }

  private boolean isSigned(String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key.getPublic());
      signature.update((parts[0] + '.' + parts[1]).getBytes(US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] content = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
