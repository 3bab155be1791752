package dev.gitexport.git;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exception and its causes, outermost first. Ends after a few: a chain may be a ring.
public final class Causes {

  private static final int MOST = 20;

  private Causes() {}

  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> links = new ArrayList<>();
    @Nullable Throwable link = thrown;
    while (link != null && links.size() < MOST) {
      links.add(link);
      link = link.getCause();
    }
    return links;
  }
}
