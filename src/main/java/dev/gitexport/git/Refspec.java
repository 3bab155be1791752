package dev.gitexport.git;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/// One refspec of a fetch, in git's grammar (git-fetch(1)): `[+]<source>[:<destination>]` or
/// `^<source>`. A source is a ref, a pattern with one `*` anywhere, or a whole object id.
///
/// @param text as the user wrote it
/// @param force whether a destination may lose commits
/// @param negative whether it takes from what the others name
/// @param source a ref's name, short or full, a pattern, or an id
/// @param destination a full name or pattern; empty keeps the source's own name
record Refspec(String text, boolean force, boolean negative, String source, String destination) {

  private static final List<String> RULES =
      List.of("%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s");

  /// @throws InvalidRefspec saying why
  static Refspec parse(String text) {
    boolean force = text.startsWith("+");
    boolean negative = text.startsWith("^");
    String sides = force || negative ? text.substring(1) : text;
    int colon = sides.lastIndexOf(':');
    String source = colon < 0 ? sides : sides.substring(0, colon);
    String destination = colon < 0 ? "" : sides.substring(colon + 1);
    checkStars(text, source, destination);
    if (negative && colon >= 0) {
      throw new InvalidRefspec(text, "a negative one has no ':'");
    }
    if (negative && ObjectNames.isFull(source)) {
      throw new InvalidRefspec(text, "a negative one names refs, not an object");
    }
    if (sides.isEmpty()) {
      throw new InvalidRefspec(text, "it names nothing");
    }
    return new Refspec(
        text,
        force,
        negative,
        checked(text, source.isEmpty() || source.equals("@") ? "HEAD" : source),
        destination.isEmpty() ? "" : checked(text, full(destination)));
  }

  private static void checkStars(String text, String source, String destination) {
    long left = stars(source);
    long right = stars(destination);
    if (left > 1 || right > 1) {
      throw new InvalidRefspec(text, "it has two '*' on one side, and git allows one");
    }
    if (left != right && !destination.isEmpty()) {
      throw new InvalidRefspec(
          text, "it has a '*' on one side only, so what it stands for has no place on the other");
    }
  }

  private static long stars(String side) {
    return side.chars().filter(c -> c == '*').count();
  }

  /// git's own guess for a short destination.
  private static String full(String name) {
    if (name.startsWith("refs/")) {
      return name;
    }
    boolean isKind =
        name.startsWith("heads/") || name.startsWith("tags/") || name.startsWith("remotes/");
    return (isKind ? "refs/" : "refs/heads/") + name;
  }

  private static String checked(String text, String name) {
    String example = name.replace('*', 'x');
    if (!Repository.isValidRefName(example.startsWith("refs/") ? example : "refs/x/" + example)) {
      throw new InvalidRefspec(text, "'%s' is no name that a ref can have".formatted(name));
    }
    return name;
  }

  boolean isPattern() {
    return source.indexOf('*') >= 0;
  }

  /// Whether it names this ref, by its full name; a short source by git's rules.
  boolean names(String ref) {
    return isPattern()
        ? starIn(ref).isPresent()
        : RULES.stream().anyMatch(rule -> rule.formatted(source).equals(ref));
  }

  /// Where a ref that it names is kept.
  String destinationOf(String ref) {
    if (destination.isEmpty()) {
      return Want.storedName(ref);
    }
    return isPattern() ? destination.replace("*", starIn(ref).orElseThrow()) : destination;
  }

  private Optional<String> starIn(String ref) {
    int star = source.indexOf('*');
    String before = source.substring(0, star);
    String after = source.substring(star + 1);
    boolean matches =
        ref.length() >= before.length() + after.length()
            && ref.startsWith(before)
            && ref.endsWith(after);
    return matches
        ? Optional.of(ref.substring(before.length(), ref.length() - after.length()))
        : Optional.empty();
  }
}
