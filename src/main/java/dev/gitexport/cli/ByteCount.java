package dev.gitexport.cli;

import java.util.List;
import java.util.Locale;

/// A number of bytes for people: `812 B`, `1.3 MiB`.
record ByteCount(long bytes) {

  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB");

  @Override
  public String toString() {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double amount = bytes;
    String unit = "";
    for (String larger : UNITS) {
      if (amount < 1023.95) {
        break;
      }
      amount /= 1024;
      unit = larger;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, unit);
  }
}
