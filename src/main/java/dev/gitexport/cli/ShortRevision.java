package dev.gitexport.cli;

import java.util.regex.Pattern;

/// A revision for people: `main@3f2c1a9`.
final class ShortRevision {

  private static final Pattern ID = Pattern.compile("sha1:([0-9a-f]{7})[0-9a-f]{33}");

  private ShortRevision() {}

  static String of(String revision) {
    return ID.matcher(revision).replaceAll("$1");
  }
}
