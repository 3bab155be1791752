package dev.gitexport.git;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Map;

/// Where git-lfs's batch API is asked for the objects of one source, and as whom.
///
/// @param server what credentials and headers are bound to, by its scheme, host and port
/// @param access to it
/// @param api its URL, to which `/objects/batch` is added
/// @param headers for it beside what the credentials make
record LfsEndpoint(Source server, Access access, String api, Map<String, String> headers) {

  LfsEndpoint {
    headers = Map.copyOf(headers);
  }

  /// Of a repository that is reached by http: below its own URL, with its own credentials.
  static LfsEndpoint beside(Source source, Access access) {
    return new LfsEndpoint(source, access, below(source.url()), Map.of());
  }

  /// Where a repository's URL has the API when nobody says otherwise.
  static String below(String url) {
    return (url.endsWith(".git") ? url : url + ".git") + "/info/lfs";
  }

  /// One that is told of in answer to a question, with all that it wants.
  ///
  /// @param trusted access to whoever told, whose credentials stay with him
  /// @throws IllegalArgumentException without repeating the URL
  static LfsEndpoint at(String api, Map<String, String> headers, Access trusted) {
    return new LfsEndpoint(server(api), stranger(trusted, trusted.trust()), api, headers);
  }

  static Source server(String url) {
    return new Source(url, GitNamespace.none(), "-", History.SHALLOW);
  }

  /// Whoever is no more than named by a server that is trusted.
  static Access stranger(Access access, Trust trust) {
    return new Access(new Credentials.None(), trust, access.network(), access.route());
  }

  URL batch() throws IOException {
    return URI.create(api + "/objects/batch").toURL();
  }

  @Override
  public String toString() {
    return "LfsEndpoint[%s]".formatted(server.server());
  }
}
