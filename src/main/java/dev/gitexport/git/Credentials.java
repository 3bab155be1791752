package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;

/// What proves to a server who asks. Its text never shows a secret.
public sealed interface Credentials {

  /// Whoever may read without a name.
  record None() implements Credentials {}

  /// A name and a password, or a token in its place.
  record Basic(String username, String password) implements Credentials {

    /// As HTTP asks for it: RFC 7617.
    String header() {
      byte[] pair = (username + ':' + password).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Basic[…]";
    }
  }

  /// A name and a password that somebody keeps, who wants to know whether they are right.
  record Kept(Basic basic, Keeper keeper) implements Credentials {

    @Override
    public String toString() {
      return "Kept[…]";
    }
  }

  /// Told of every answer of the server, as often as there is one.
  interface Keeper {

    void accepted();

    void refused();
  }

  /// A token of OAuth's form.
  record Bearer(String token) implements Credentials {

    @Override
    public String toString() {
      return "Bearer[…]";
    }
  }

  /// A private key, and the keys that hosts are known by.
  ///
  /// @param identity the private key as text, in OpenSSH's or PEM form; empty to ask the agent
  /// @param passphrase of the identity; empty when it has none
  /// @param knownHosts in the form of OpenSSH's file
  /// @param agent socket of an ssh-agent that has the key; empty for none
  record Ssh(String identity, String passphrase, String knownHosts, String agent)
      implements Credentials {

    @Override
    public String toString() {
      return "Ssh[…]";
    }
  }

  /// A GitHub App as it is installed at an owner's repositories. It gets tokens that are good for
  /// an hour.
  ///
  /// @param appId number or client id of the App
  /// @param installationId number of the installation
  /// @param privateKey of the App, in PEM form
  /// @param api base URL of GitHub's REST API, without a slash at its end
  record GitHubApp(String appId, String installationId, String privateKey, URI api)
      implements Credentials {

    @Override
    public String toString() {
      return "GitHubApp[…]";
    }
  }
}
