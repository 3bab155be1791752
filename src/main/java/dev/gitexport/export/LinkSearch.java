package dev.gitexport.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// Finds files to link from in all priors, newest first: at the same path, then anywhere. Reads one
/// prior's manifest at a time.
///
/// It also sees to it that no path gets a file of another blob with the size and time that a
/// retained export has there: a reader who tells files by these (nginx's ETag) would take the one
/// for the other.
final class LinkSearch {

  /// A file that is not at its path in the newest prior.
  static final class Wanted {
    private final int ordinal;
    private final byte[] path;
    private final Content content;
    private final long size;
    private final boolean linkable;
    private final List<Stamp> taken = new ArrayList<>();
    private Optional<EntryAction.Link> samePath = Optional.empty();

    /// @param id of the bytes that will be on disk
    /// @param linkable false for bytes that depend on the commit, and for empty files
    Wanted(int ordinal, byte[] path, boolean executable, ObjectId id, long size, boolean linkable) {
      this.ordinal = ordinal;
      this.path = path;
      this.content = new Content(id, executable);
      this.size = size;
      this.linkable = linkable;
    }

    int ordinal() {
      return ordinal;
    }
  }

  /// What a file must have to be linked from.
  private record Content(ObjectId id, boolean executable) {}

  /// As many files of one content are kept, of different times: one of them will do.
  private static final int MOST_CANDIDATES = 8;

  private final List<Wanted> wanted;
  private final Map<Content, List<EntryAction.Link>> elsewhere = new HashMap<>();

  /// @param wanted in the order of their paths' bytes
  LinkSearch(List<Wanted> wanted) {
    this.wanted = wanted;
    for (Wanted each : wanted) {
      if (each.linkable) {
        elsewhere.putIfAbsent(each.content, new ArrayList<>(1));
      }
    }
  }

  /// Looks through one more prior, the next older one.
  void through(Prior prior, ExportIndex index) {
    ExportIndex.Cursor cursor = index.cursor();
    for (Wanted each : wanted) {
      if (cursor.seek(each.path, each.path.length) && cursor.isFile()) {
        seen(each, prior, cursor);
      }
    }
    boolean open = wanted.stream().anyMatch(each -> each.linkable && each.samePath.isEmpty());
    if (prior.linkable() && open) {
      anywhere(prior, index.cursor());
    }
  }

  private static void seen(Wanted each, Prior prior, ExportIndex.Cursor there) {
    Content content = each.content;
    if (!there.holds(content.id()) || prior.unusable().contains(there.path())) {
      each.taken.add(there.stamp()); // what readers have seen there is not this content
    } else if (each.linkable
        && each.samePath.isEmpty()
        && prior.offers(there, content.executable())) {
      each.samePath = Optional.of(link(prior, "", content, there));
    }
  }

  private void anywhere(Prior prior, ExportIndex.Cursor cursor) {
    while (cursor.next()) {
      Content content = new Content(cursor.id(), cursor.isExecutable());
      List<EntryAction.Link> found = elsewhere.get(content);
      if (found != null
          && found.size() < MOST_CANDIDATES
          && prior.offers(cursor, content.executable())
          && found.stream().noneMatch(link -> link.stamp().equals(cursor.stamp()))) {
        found.add(link(prior, cursor.path(), content, cursor));
      }
    }
  }

  private static EntryAction.Link link(
      Prior prior, String moved, Content content, ExportIndex.Cursor there) {
    return new EntryAction.Link(
        prior, moved, content.executable(), content.id(), there.stamp(), Optional.empty());
  }

  /// The link to make for a file, if there is one and readers can tell the result from what
  /// retained exports have at its path.
  Optional<EntryAction.Link> link(Wanted each) {
    return Stream.concat(
            each.samePath.stream(),
            each.linkable ? elsewhere.getOrDefault(each.content, List.of()).stream() : Stream.of())
        .filter(link -> !each.taken.contains(link.stamp()))
        .findFirst();
  }

  /// The size and time of a file written anew: `seconds`, or as many later as it takes to differ.
  Stamp stamp(Wanted each, long seconds) {
    Stamp stamp = new Stamp(each.size, seconds, 0);
    while (each.taken.contains(stamp)) {
      stamp = stamp.secondLater();
    }
    return stamp;
  }

  /// Reads a prior's manifest; a damaged one is no prior.
  static Optional<ExportIndex> index(Prior prior) {
    try {
      return Optional.of(prior.index().read());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
