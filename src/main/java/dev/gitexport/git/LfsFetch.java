package dev.gitexport.git;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/// Fetches LFS objects of one source by git-lfs's batch API, basic transfers only. The source's
/// credentials go to its own scheme, host and port; elsewhere go the headers alone that the LFS
/// server gave for there.
final class LfsFetch {

  /// As git-lfs asks for.
  private static final int MOST_AT_ONCE = 100;

  private static final int LARGEST_ANSWER = 8 << 20;
  private static final int MOST_REDIRECTS = 5;

  private final Source source;
  private final Access access;
  private final LfsObjects objects;
  private final Deadline deadline;
  private final Retries retries;
  private final Map<String, HttpAccess> places = new ConcurrentHashMap<>();

  LfsFetch(Source source, Access access, LfsObjects objects, Deadline deadline) {
    this.source = source;
    this.access = access;
    this.objects = objects;
    this.deadline = deadline;
    this.retries = new Retries(deadline);
  }

  /// @throws GitException.ContentRefused when the source is not reached by http
  /// @throws GitException.StoreCorrupt when the server has no such object, or other bytes
  void run(List<LfsLink> links) {
    if (!source.scheme().matches("https?")) {
      throw new GitException.ContentRefused(
          "LFS objects of %s are not fetched: they come over https only. Use the repository's https URL, or set lfs: false."
              .formatted(source.url()),
          null);
    }
    List<LfsLink> distinct = distinct(links);
    deadline.call("fetch LFS objects of " + source.url(), () -> fetch(distinct), this::abort);
  }

  /// One object may stand at many paths.
  private static List<LfsLink> distinct(List<LfsLink> links) {
    Map<LfsPointer, LfsLink> distinct = new LinkedHashMap<>();
    links.forEach(link -> distinct.putIfAbsent(link.pointer(), link));
    return List.copyOf(distinct.values());
  }

  private void abort() {
    retries.abort();
    List.copyOf(places.values()).forEach(HttpAccess::abort);
  }

  private List<LfsLink> fetch(List<LfsLink> links) throws IOException {
    try {
      for (int i = 0; i < links.size(); i += MOST_AT_ONCE) {
        batch(links.subList(i, Math.min(i + MOST_AT_ONCE, links.size())));
      }
      return links;
    } finally {
      abort();
    }
  }

  private void batch(List<LfsLink> links) throws IOException {
    Map<String, LfsBatch.Item> items = new HashMap<>();
    for (LfsBatch.Item item : retries.of(() -> ask(links))) {
      items.put(item.oid(), item);
    }
    for (LfsLink link : links) {
      LfsBatch.Action action = action(link, items.get(link.pointer().oid()));
      retries.of(() -> {
        download(link, action);
        return link;
      });
    }
  }

  private List<LfsBatch.Item> ask(List<LfsLink> links) throws IOException {
    String base = source.url().endsWith(".git") ? source.url() : source.url() + ".git";
    URL url = URI.create(base + "/info/lfs/objects/batch").toURL();
    byte[] request = LfsBatch.request(links.stream().map(LfsLink::pointer).toList());
    HttpConnection connection =
        answered(
            url,
            own(),
            each -> {
              each.setRequestMethod("POST");
              each.setRequestProperty("Accept", LfsBatch.TYPE);
              each.setRequestProperty("Content-Type", LfsBatch.TYPE);
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

  private LfsBatch.Action action(LfsLink link, LfsBatch.@Nullable Item item) {
    if (item != null && item.error() != null) {
      throw missing(
          link, "the server answers %d %s".formatted(item.error().code(), item.error().message()));
    }
    Map<String, LfsBatch.Action> actions =
        item == null || item.actions() == null ? Map.of() : item.actions();
    LfsBatch.Action action = actions.get("download");
    if (action == null || action.href() == null) {
      throw missing(link, "the server offers no download");
    }
    return action;
  }

  private void download(LfsLink link, LfsBatch.Action action) throws IOException {
    URL url = url(action.href());
    Map<String, String> headers = action.header() == null ? Map.of() : action.header();
    HttpConnection connection =
        answered(
            url,
            place(url, headers),
            each -> {
              each.setRequestMethod("GET");
              headers.forEach(each::setRequestProperty);
            });
    try (InputStream in = connection.getInputStream()) {
      Optional<String> wrong = objects.receive(link.pointer(), in);
      if (wrong.isPresent()) {
        abort();
        throw damaged(link, wrong.get());
      }
    }
  }

  private URL url(@Nullable String href) {
    try {
      URL url = URI.create(String.valueOf(href)).toURL();
      if (url.getProtocol().equals("https") || url.getProtocol().equals(source.scheme())) {
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

  private HttpAccess own() {
    return places.computeIfAbsent("own", _ -> new HttpAccess(source, access, deadline));
  }

  /// Who gave a header for it wants no credentials besides; another host gets none, nor the
  /// client's certificate.
  private HttpAccess place(URL url, Map<String, String> headers) {
    boolean isOwn = source.isAt(url);
    if (isOwn && headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)) {
      return own();
    }
    Trust trust = isOwn ? access.trust() : access.trust().anonymous();
    var stranger = new Access(new Credentials.None(), trust, access.network(), access.route());
    return places.computeIfAbsent(
        url.getProtocol() + "://" + url.getAuthority(),
        place -> new HttpAccess(storage(place), stranger, deadline));
  }

  private Source storage(String place) {
    try {
      return new Source(place + "/lfs", GitNamespace.none(), "-", History.SHALLOW);
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
      url = URI.create(url.toString()).resolve(location).toURL();
    }
    throw unusable("its LFS server redirects without end", null);
  }

  private GitException.StoreCorrupt missing(LfsLink link, String why) {
    return failed(link, why, "Push it with `git lfs push --all`");
  }

  private GitException.StoreCorrupt damaged(LfsLink link, String why) {
    return failed(
        link, "what the server sends " + why, "Run `git lfs fsck` on a clone and push it again");
  }

  private GitException.StoreCorrupt failed(LfsLink link, String why, String next) {
    return new GitException.StoreCorrupt(
        "Could not fetch the LFS object of '%s' (%s) from %s: %s. %s."
            .formatted(link.path(), link.pointer().oid(), source.url(), why, next),
        null);
  }

  private GitException.RepositoryUnreachable unusable(String why, @Nullable Exception cause) {
    return new GitException.RepositoryUnreachable(
        "Could not fetch LFS objects of %s: %s. Look at its configuration."
            .formatted(source.url(), why),
        cause);
  }
}
