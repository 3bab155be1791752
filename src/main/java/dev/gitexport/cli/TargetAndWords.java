package dev.gitexport.cli;

import java.util.List;

/// Arguments of a command whose first one, the target, may be left out.
///
/// @param target empty when it was left out
/// @param words the others
record TargetAndWords(String target, List<String> words) {

  TargetAndWords {
    words = List.copyOf(words);
  }

  /// @param count how many words there are besides the target
  static TargetAndWords of(List<String> arguments, int count) {
    int first = Math.max(0, arguments.size() - count);
    return new TargetAndWords(
        first == 0 ? "" : arguments.getFirst(), arguments.subList(first, arguments.size()));
  }
}
