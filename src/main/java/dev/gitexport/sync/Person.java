package dev.gitexport.sync;

/// An author or committer.
public record Person(String name, String email) {

  public Person {
    if (name.isBlank() || (name + email).matches("(?s).*[<>\\n\\r\\x00].*")) {
      throw new IllegalArgumentException(
          "'%s <%s>' is no person: write a name and an address, as in 'Ada <ada@example.com>'"
              .formatted(name, email));
    }
  }

  /// Reads `Name <address>`.
  public static Person parse(String text) {
    int open = text.indexOf('<');
    if (open < 1 || !text.endsWith(">")) {
      throw new IllegalArgumentException(
          "'%s' is no person: write 'Name <address>'".formatted(text));
    }
    return new Person(text.substring(0, open).strip(), text.substring(open + 1, text.length() - 1));
  }
}
