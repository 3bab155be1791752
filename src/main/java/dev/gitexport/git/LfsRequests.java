package dev.gitexport.git;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/// The requests of one fetch of LFS objects. Credentials and headers go to the scheme, host and
/// port that they are for; elsewhere go the headers alone that the LFS server gave for there.
/// Connections are kept for the next request. Thread safe.
final class LfsRequests {

  private static final int LARGEST_ANSWER = 8 << 20;
  private static final int MOST_REDIRECTS = 5;
  private static final String AUTHORIZATION = "Authorization";

  private final Source source;
  private final Deadline deadline;
  private final Map<String, HttpAccess> places = new ConcurrentHashMap<>();

  LfsRequests(Source source, Deadline deadline) {
    this.source = source;
    this.deadline = deadline;
  }

  /// What the batch API says of each object.
  List<LfsBatch.Item> ask(LfsEndpoint endpoint, List<LfsPointer> pointers) throws IOException {
    byte[] request = LfsBatch.request(pointers);
    HttpConnection connection =
        answered(
            endpoint.batch(),
            own(endpoint),
            each -> {
              each.setRequestMethod("POST");
              each.setRequestProperty("Accept", LfsBatch.TYPE);
              each.setRequestProperty("Content-Type", LfsBatch.TYPE);
              endpoint.headers().forEach(each::setRequestProperty);
              each.setDoOutput(true);
              try (var out = each.getOutputStream()) {
                out.write(request);
              }
            });
    try (InputStream in = connection.getInputStream()) {
      byte[] answer = in.readNBytes(LARGEST_ANSWER);
      List<LfsBatch.Item> items = LfsBatch.answer(answer).objects();
      return items == null ? List.of() : items;
    } catch (JacksonException e) {
      throw unusable("its LFS server's answer is not of the batch API", e);
    }
  }

  /// The bytes of an object. To close them is to read them to their end.
  InputStream download(LfsEndpoint endpoint, LfsBatch.Action action) throws IOException {
    URL url = url(endpoint, action.href());
    Map<String, String> given = action.header() == null ? Map.of() : action.header();
    boolean isOwn = endpoint.server().isAt(url) && !authorizes(given);
    Map<String, String> headers = new HashMap<>(isOwn ? endpoint.headers() : Map.of());
    headers.putAll(given);
    return answered(
            url,
            isOwn ? own(endpoint) : storage(endpoint, url),
            each -> {
              each.setRequestMethod("GET");
              headers.forEach(each::setRequestProperty);
            })
        .getInputStream();
  }

  /// Who gave a header for it wants no credentials besides.
  private static boolean authorizes(Map<String, String> headers) {
    return headers.keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase);
  }

  private URL url(LfsEndpoint endpoint, @Nullable String href) {
    try {
      URL url = URI.create(String.valueOf(href)).toURL();
      if (url.getProtocol().equals("https")
          || url.getProtocol().equals(endpoint.server().scheme())) {
        return url;
      }
    } catch (IllegalArgumentException | IOException _) {
      // Refused below, without what it holds: there may be a token in it.
    }
    throw new GitException.ContentRefused(
        "The LFS server of %s names a place for an object that is no https URL. Look at its configuration."
            .formatted(source.url()),
        null);
  }

  private HttpAccess own(LfsEndpoint endpoint) {
    return places.computeIfAbsent(
        "own " + endpoint.api(),
        _ -> new HttpAccess(endpoint.server(), endpoint.access(), deadline));
  }

  /// Another host gets no credentials, nor the client's certificate.
  private HttpAccess storage(LfsEndpoint endpoint, URL url) {
    Trust trust = endpoint.access().trust();
    Access stranger =
        LfsEndpoint.stranger(
            endpoint.access(), endpoint.server().isAt(url) ? trust : trust.anonymous());
    return places.computeIfAbsent(
        url.getProtocol() + "://" + url.getAuthority(),
        place -> new HttpAccess(storage(place), stranger, deadline));
  }

  private Source storage(String place) {
    try {
      return LfsEndpoint.server(place + "/lfs");
    } catch (IllegalArgumentException e) {
      throw unusable("its LFS server names a place that is no plain URL", null);
    }
  }

  /// What makes a connection the request that it is to be.
  @FunctionalInterface
  private interface Preparation {
    void of(HttpConnection connection) throws IOException;
  }

  /// Follows redirects as far as the place allows them.
  private HttpConnection answered(URL first, HttpAccess place, Preparation preparation)
      throws IOException {
    URL url = first;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      HttpConnection connection = place.create(url);
      preparation.of(connection);
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK) {
        return connection;
      }
      String location = connection.getHeaderField("Location");
      if (status / 100 != 3 || location == null) {
        throw unusable("its LFS server answers HTTP %d".formatted(status), null);
      }
      url = redirected(url, location);
    }
    throw unusable("its LFS server redirects without end", null);
  }

  private URL redirected(URL from, String location) {
    try {
      return URI.create(from.toString()).resolve(location).toURL();
    } catch (IllegalArgumentException | IOException _) {
      // Their messages hold it, and there may be a token in it.
      throw unusable("its LFS server redirects to what is no URL", null);
    }
  }

  private GitException.RepositoryUnreachable unusable(String why, @Nullable Exception cause) {
    return new GitException.RepositoryUnreachable(
        "Could not fetch LFS objects of %s: %s. Look at its configuration."
            .formatted(source.url(), why),
        cause);
  }

  /// Closes the sockets, from any thread: whoever reads from one gets an error.
  void abort() {
    List.copyOf(places.values()).forEach(HttpAccess::abort);
  }
}
