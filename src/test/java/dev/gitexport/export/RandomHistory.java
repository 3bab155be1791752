package dev.gitexport.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A history of small trees that change in every way git knows, from one seed. Few names, contents
/// and times, so that the same ones meet often.
final class RandomHistory {

  private static final String[] NAMES = {"a", "b", "c.txt", "d e", "z\u00fc"};
  private static final String[] DIRECTORIES = {"", "x/", "x/y/", "x.d/"};
  private static final String[] CONTENTS = {
    "", "1", "2", "3", "a longer one\n", "another one\n", "id $Format:%H$\n", "no $Format: end"
  };
  private static final String[] ATTRIBUTES = {
    "c.txt export-ignore\n",
    "x/y export-ignore\n",
    "*.d/ export-ignore\n",
    "* export-subst\n",
    "/a export-subst\n[attr]gone export-ignore\nb gone\n",
    "x/** export-ignore\nx/a -export-ignore\n"
  };

  /// One entry: what fast-import calls its mode, and its bytes.
  record Node(String mode, String content) {}

  private final Random random;
  private final TreeMap<String, Node> tree = new TreeMap<>();
  private final List<Map<String, Node>> revisions = new ArrayList<>();
  private long time = 1_700_000_000L;

  RandomHistory(long seed) {
    this.random = new Random(seed);
  }

  /// The stream for `git fast-import` that makes `count` commits on main, tagged r0, r1, …
  byte[] stream(int count) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < count; i++) {
      if (i > 1 && random.nextInt(6) == 0) {
        tree.clear();
        tree.putAll(revisions.get(random.nextInt(i)));
      } else {
        int edits = 1 + random.nextInt(5);
        for (int edit = 0; edit < edits; edit++) {
          edit();
        }
      }
      revisions.add(new TreeMap<>(tree));
      commit(stream, i);
    }
    return stream.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void edit() {
    String path = anyPath();
    switch (random.nextInt(9)) {
      case 0 -> remove(path);
      case 1, 2 -> rename(path);
      case 3 -> put(path, new Node("120000", random.nextBoolean() ? "a" : "./nowhere/../b"));
      case 4 -> put(path, new Node("100755", any(CONTENTS)));
      case 5 -> swap(path, anyPath());
      case 6 -> put(".gitattributes", new Node("100644", any(ATTRIBUTES)));
      default -> put(path, new Node("100644", any(CONTENTS)));
    }
  }

  private void rename(String path) {
    Node node = tree.get(path);
    if (node != null) {
      remove(path);
      put(anyPath(), node);
    }
  }

  private void swap(String one, String other) {
    Node first = tree.get(one);
    Node second = tree.get(other);
    if (first != null && second != null) {
      tree.put(one, second);
      tree.put(other, first);
    }
  }

  /// A file takes the place of a directory and the other way round.
  private void put(String path, Node node) {
    tree.keySet().removeIf(each -> each.startsWith(path + "/") || path.startsWith(each + "/"));
    tree.put(path, node);
  }

  private void remove(String path) {
    tree.remove(path);
  }

  private String anyPath() {
    return any(DIRECTORIES) + (random.nextInt(8) == 0 ? "x" : any(NAMES));
  }

  private String any(String[] values) {
    return values[random.nextInt(values.length)];
  }

  private void commit(StringBuilder stream, int number) {
    time += random.nextInt(3); // often the same second
    stream.append("commit refs/heads/main\ncommitter C <c@example.com> ").append(time);
    stream.append(" +0100\ndata ").append(2).append("\nr\n");
    stream.append("deleteall\n");
    tree.forEach((path, node) ->
        stream
            .append("M ")
            .append(node.mode())
            .append(" inline \"")
            .append(path)
            .append("\"\ndata ")
            .append(node.content().getBytes(StandardCharsets.UTF_8).length)
            .append("\n")
            .append(node.content())
            .append("\n"));
    stream.append("\nreset refs/tags/r").append(number).append("\nfrom refs/heads/main\n\n");
  }
}
