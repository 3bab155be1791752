package dev.gitexport.git;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The keys that Flux has for a GitHub App.
final class GitHubAppSecret {

  static final String PRIVATE_KEY = "githubAppPrivateKey";

  private static final String APP = "githubAppID";
  private static final String INSTALLATION = "githubAppInstallationID";
  private static final String API = "githubAppBaseURL";

  static final Set<String> KEYS = Set.of(APP, INSTALLATION, PRIVATE_KEY, API);

  private static final String GITHUB = "https://api.github.com";

  private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern INSTALLATION_ID = Pattern.compile("[0-9]{1,20}");

  private GitHubAppSecret() {}

  /// @throws IllegalArgumentException naming the key that is wrong, never a value
  static Credentials.GitHubApp read(Map<String, String> values) {
    String key = values.getOrDefault(PRIVATE_KEY, "").strip();
    if (!PemKey.read(PRIVATE_KEY, key).getAlgorithm().equals("RSA")) {
      throw new IllegalArgumentException(
          PRIVATE_KEY + " is no RSA key: GitHub makes one on the App's page");
    }
    return new Credentials.GitHubApp(
        matching(APP_ID, APP, values),
        matching(INSTALLATION_ID, INSTALLATION, values),
        key,
        api(values.getOrDefault(API, GITHUB).strip()));
  }

  private static String matching(Pattern form, String key, Map<String, String> values) {
    String value = values.getOrDefault(key, "").strip();
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s is missing or none: it is on the App's page at GitHub".formatted(key));
    }
    return value;
  }

  private static URI api(String text) {
    if (!text.matches("https://[^/?#@\\\\\\s]+(/[A-Za-z0-9._/-]*)?")) {
      throw noApi();
    }
    try {
      URI api = URI.create(text.replaceFirst("/+$", ""));
      if (api.getHost() != null) {
        return api;
      }
    } catch (IllegalArgumentException _) {
      // Its message holds the value.
    }
    throw noApi();
  }

  private static IllegalArgumentException noApi() {
    return new IllegalArgumentException(
        API + " is none: write the API's URL, as https://github.example.com/api/v3");
  }
}
