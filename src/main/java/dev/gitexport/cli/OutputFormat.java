package dev.gitexport.cli;

import java.util.List;
import java.util.Locale;

/// How results are printed.
enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  private static final String OPTION = "--output";

  /// What the arguments ask for, whether they parse or not: an error is printed in that form too.
  static OutputFormat requested(List<String> args) {
    OutputFormat requested = TABLE;
    for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
      String arg = args.get(i);
      String next = i + 1 < args.size() ? args.get(i + 1) : "";
      for (OutputFormat format : values()) {
        if (arg.equals(OPTION + "=" + format)
            || ((arg.equals(OPTION) || arg.equals("-o")) && next.equals(format.toString()))) {
          requested = format;
        }
      }
    }
    return requested;
  }

  /// As users write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
