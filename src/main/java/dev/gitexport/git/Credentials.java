package dev.gitexport.git;

/// What proves to a server who asks. Its text never shows a secret.
public sealed interface Credentials {

  /// Whoever may read without a name.
  record None() implements Credentials {}

  /// A name and a password, or a token in its place.
  record Basic(String username, String password) implements Credentials {

    @Override
    public String toString() {
      return "Basic[…]";
    }
  }

  /// A token of OAuth's form.
  record Bearer(String token) implements Credentials {

    @Override
    public String toString() {
      return "Bearer[…]";
    }
  }
}
