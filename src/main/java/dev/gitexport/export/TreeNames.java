package dev.gitexport.export;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which names of a tree may be written to a volume.
final class TreeNames {

  static final int LONGEST_NAME = 255;
  static final int LONGEST_PATH = 3_800;
  static final int DEEPEST = 512;

  /// Code points that HFS+ leaves out when it compares names.
  private static final Pattern HFS_IGNORED =
      Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

  private static final Pattern GIT_SHORT_NAME = Pattern.compile("git~\\d+");

  private final VolumeTraits traits;

  /// @param traits of the volume that the names are for
  TreeNames(VolumeTraits traits) {
    this.traits = traits;
  }

  /// @throws ExportException.UnsafeTree naming the first entry that must not be written
  void check(String directory, List<TreeEntry> entries) {
    Set<String> seen = new HashSet<>();
    Map<String, String> folded = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      TreeEntry entry = entries.get(i);
      checkName(directory, entry);
      if (!seen.add(entry.name())) {
        throw refused(directory, entry.name(), "stands twice in its tree");
      }
      if (i > 0 && compare(entries.get(i - 1), entry) > 0) {
        throw refused(directory, entry.name(), "is out of git's order, the tree is damaged");
      }
      String twin = traits.folds() ? folded.putIfAbsent(fold(entry.name()), entry.name()) : null;
      if (twin != null) {
        throw refused(
            directory, entry.name(), "is the same as '" + twin + "' to this volume, which folds");
      }
    }
  }

  private void checkName(String directory, TreeEntry entry) {
    String name = entry.name();
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw refused(directory, name, "is no file name");
    }
    if (isGitDirectory(name)) {
      throw refused(directory, name, "is a spelling of .git");
    }
    if (entry.raw().length > traits.longestName()) {
      throw refused(directory, name, "is longer than " + traits.longestName() + " bytes");
    }
  }

  /// `.git` as any of the file systems spells it that a volume may be shared with.
  static boolean isGitDirectory(String name) {
    char first = name.charAt(0);
    if (first < 0x80 && first != '.' && first != 'g' && first != 'G') {
      return false; // what is left out below is not ASCII: no spelling begins like this
    }
    String stream = name.indexOf(':') > 0 ? name.substring(0, name.indexOf(':')) : name;
    String bare = HFS_IGNORED.matcher(stream).replaceAll("").toLowerCase(Locale.ROOT);
    int end = bare.length();
    while (end > 1 && (bare.charAt(end - 1) == '.' || bare.charAt(end - 1) == ' ')) {
      end--;
    }
    String trimmed = bare.substring(0, end);
    return trimmed.equals(".git") || GIT_SHORT_NAME.matcher(trimmed).matches();
  }

  /// Git's order: as bytes, a directory as if its name ended in a slash.
  static int compare(TreeEntry left, TreeEntry right) {
    return order(TreeEntry::isTree).compare(left, right);
  }

  /// The order of entries some of which are directories that trees do not know as such.
  static Comparator<TreeEntry> order(Predicate<TreeEntry> isDirectory) {
    return (left, right) ->
        Arrays.compareUnsigned(
            sortKey(left, isDirectory.test(left)), sortKey(right, isDirectory.test(right)));
  }

  private static byte[] sortKey(TreeEntry entry, boolean isDirectory) {
    byte[] raw = entry.raw();
    if (!isDirectory) {
      return raw;
    }
    byte[] key = Arrays.copyOf(raw, raw.length + 1);
    key[raw.length] = '/';
    return key;
  }

  private static String fold(String name) {
    return Normalizer.normalize(
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT),
        Normalizer.Form.NFC);
  }

  private static ExportException refused(String directory, String name, String why) {
    String path = directory.isEmpty() ? name : directory + "/" + name;
    return new ExportException.UnsafeTree(
        "'" + path + "' " + why + "; rename it in the repository, or leave it out with ignore",
        null);
  }
}
