package dev.gitexport.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether the symlinks of a planned tree stay inside it, resolved hop by hop as the kernel does,
/// not by the text of the path: `d/..` is not the directory around `d` when `d` is a link.
final class SymlinkContainment {

  /// The kernel gives up after as many (ELOOP), and a reader then gets an error, never a file.
  private static final int MOST_HOPS = 40;

  /// Characters of paths built for all symlinks of a tree; some seconds of work.
  private static final long MOST_WORK = 4L << 30;

  private final Map<String, String> targets = new HashMap<>();
  private final Set<String> shared = new HashSet<>();
  private long work;

  /// A symlink of the repository.
  void add(String path, String target) {
    targets.put(path, target);
  }

  /// A link of our own, into a directory that outlives exports.
  void addShared(String path) {
    shared.add(path);
  }

  /// Whether following the symlink at `path` leaves the export, dangling or not.
  boolean escapes(String path) {
    Walk walk = new Walk(path);
    while (walk.goesOn()) {
      walk.step();
    }
    return walk.escaped;
  }

  private void spend(int characters) {
    work += characters;
    if (work > MOST_WORK) {
      throw new ExportException.LimitExceeded(
          "the symlinks of the tree lead through each other too often to be followed;"
              + " ignore some of them");
    }
  }

  /// One symlink followed to its end.
  private final class Walk {
    private final Deque<String> todo = new ArrayDeque<>();
    private final List<String> at;
    private int hops;
    private boolean escaped;

    Walk(String path) {
      at = new ArrayList<>(List.of(path.split("/", -1)));
      at.removeLast();
      follow(targets.getOrDefault(path, ""));
    }

    boolean goesOn() {
      return !escaped && !todo.isEmpty() && hops <= MOST_HOPS;
    }

    void step() {
      String name = todo.removeFirst();
      if (name.equals("..")) {
        escaped = at.isEmpty();
        if (!escaped) {
          at.removeLast();
        }
        return;
      }
      at.add(name);
      String here = String.join("/", at);
      spend(here.length());
      String target = targets.get(here);
      if (shared.contains(here)) {
        escaped = todo.contains(".."); // it would go on from the real place of the directory
        todo.clear();
      } else if (target != null) {
        at.removeLast();
        hops++;
        follow(target);
      }
    }

    /// Puts the parts of a target before what is left to walk.
    private void follow(String target) {
      escaped = target.startsWith("/");
      for (String part : List.of(target.split("/", -1)).reversed()) {
        if (!part.isEmpty() && !part.equals(".")) {
          todo.addFirst(part);
        }
      }
    }
  }
}
