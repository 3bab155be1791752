package dev.gitexport.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exception and its causes, outermost first. Ends after a few: a chain may be a ring.
final class Chain {

  private static final int LONGEST = 16;

  private Chain() {}

  static List<Throwable> of(Throwable thrown) {
    List<Throwable> links = new ArrayList<>();
    @Nullable Throwable link = thrown;
    while (link != null && links.size() < LONGEST) {
      links.add(link);
      link = link.getCause();
    }
    return links;
  }
}
