package dev.gitexport.export;

import dev.gitexport.files.GlobCost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;
import org.jspecify.annotations.Nullable;

/// The attributes `export-ignore`, `export-subst` and `filter` of gitattributes(5), from the
/// `.gitattributes` files of the exported tree alone: no user, system or repository configuration.
/// One of these stands for one directory and knows those around it.
final class ExportAttributes {

  static final String FILE = ".gitattributes";
  static final String IGNORE = "export-ignore";
  static final String SUBST = "export-subst";

  private static final String FILTER = "filter";
  private static final String LFS = "lfs";

  /// None at all, and no directory around it.
  static final ExportAttributes NONE =
      new ExportAttributes(Optional.empty(), 0, List.of(), Map.of(), 0, 0);

  /// Bytes of one file.
  static final int LARGEST = 1 << 20;

  /// Every path is matched with every one.
  static final int MOST_RULES = 10_000;

  private static final String MACRO = "[attr]";

  private final Optional<ExportAttributes> parent;
  private final int prefix;
  private final List<AttributesRule> rules;
  private final Map<String, List<Attribute>> macros;
  private final int stars;

  /// Lines of this directory's file and of those around it.
  private final int lines;

  private ExportAttributes(
      Optional<ExportAttributes> parent,
      int prefix,
      List<AttributesRule> rules,
      Map<String, List<Attribute>> macros,
      int stars,
      int lines) {
    this.parent = parent;
    this.prefix = prefix;
    this.rules = rules;
    this.macros = macros;
    this.stars = stars;
    this.lines = lines;
  }

  /// The attributes of a directory below this one, whose `.gitattributes` holds `text`.
  ///
  /// @param directory its path in the export, empty for the root
  /// @param isRoot of a repository: only there are macros defined
  /// @throws ExportException.LimitExceeded when there are too many rules
  ExportAttributes below(String directory, boolean isRoot, byte[] text) {
    AttributesNode node = new AttributesNode();
    try {
      node.parse(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail to be read", e);
    }
    int all = lines + node.getRules().size();
    if (all > MOST_RULES) {
      throw tooMany(directory);
    }
    List<AttributesRule> ownRules = new ArrayList<>();
    Map<String, List<Attribute>> ownMacros = new HashMap<>(macros);
    int most = stars;
    for (AttributesRule rule : node.getRules()) {
      if (!rule.getPattern().startsWith(MACRO)) {
        ownRules.add(rule);
        most = Math.max(most, GlobCost.stars(rule.getPattern()));
      } else if (isRoot) {
        ownMacros.put(rule.getPattern().substring(MACRO.length()), rule.getAttributes());
      }
    }
    int length = directory.isEmpty() ? 0 : directory.length() + 1;
    return new ExportAttributes(Optional.of(this), length, ownRules, ownMacros, most, all);
  }

  private static ExportException tooMany(String directory) {
    return new ExportException.LimitExceeded(
        "'"
            + (directory.isEmpty() ? FILE : directory + "/" + FILE)
            + "' and those above it have more than "
            + MOST_RULES
            + " rules; use fewer, or exportAttributes: false");
  }

  /// Whether a path below this directory has the attribute: set, and not unset or given a value.
  boolean isSet(String attribute, String path, boolean directory) {
    Attribute decided = decided(attribute, path, directory);
    return decided != null && decided.getState() == Attribute.State.SET;
  }

  /// Whether a file below this directory has `filter=lfs`.
  boolean isLfs(String path) {
    Attribute decided = decided(FILTER, path, false);
    return decided != null && LFS.equals(decided.getValue());
  }

  private @Nullable Attribute decided(String attribute, String path, boolean directory) {
    GlobLimit.check(path, stars);
    Map<String, Attribute> decided = new HashMap<>();
    Optional<ExportAttributes> at = Optional.of(this);
    while (at.isPresent() && !decided.containsKey(attribute)) {
      at.get().decide(attribute, path, directory, decided);
      at = at.get().parent;
    }
    return decided.get(attribute);
  }

  /// As git: the nearest directory's last line goes first, a line from its end, and whatever has a
  /// state keeps it. So no macro is expanded twice, not even one that names itself.
  private void decide(
      String attribute, String path, boolean directory, Map<String, Attribute> decided) {
    String relative = path.substring(prefix);
    for (int i = rules.size() - 1; i >= 0 && !decided.containsKey(attribute); i--) {
      if (rules.get(i).isMatch(relative, directory)) {
        expand(rules.get(i).getAttributes(), decided);
      }
    }
  }

  private void expand(List<Attribute> line, Map<String, Attribute> decided) {
    Deque<Attribute> open = new ArrayDeque<>();
    line.forEach(open::push);
    while (!open.isEmpty()) {
      Attribute next = open.pop();
      boolean first = decided.putIfAbsent(next.getKey(), next) == null;
      if (first && next.getState() == Attribute.State.SET) {
        macros.getOrDefault(next.getKey(), List.of()).forEach(open::push);
      }
    }
  }
}
