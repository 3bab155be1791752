package dev.gitexport.export;

/// A wish to hold the link where it is told to, from a resource's `spec.publish.pin`.
///
/// @param text an export id, a commit prefix of 4 and more digits, or `previous`; empty for no wish
/// @param generation names the state of the resource that the wish stands in: `previous` is
///   resolved once for each
public record Pin(String text, String generation) {

  public static final Pin NONE = new Pin("", "");
  public static final String PREVIOUS = "previous";

  public Pin {
    boolean valid =
        text.isEmpty()
            || text.equals(PREVIOUS)
            || ExportId.parse(text).isPresent()
            || text.matches("[0-9a-f]{4,40}");
    if (!valid) {
      throw new IllegalArgumentException(
          "a pin is an export id, a commit prefix or 'previous': " + text);
    }
    if (generation.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("a generation holds no white space");
    }
  }

  public boolean isNone() {
    return text.isEmpty();
  }
}
