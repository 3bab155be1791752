package dev.gitexport.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The kernel's own limits of inotify, used up for one program and its children: they are in a user
/// namespace that has no more.
public final class WatchLimit {

  private WatchLimit() {}

  /// The same program without inotify.
  public static List<String> reached(List<String> command) {
    return reached("instances", 0, command);
  }

  /// @param what `instances` or `watches`
  /// @param most that it gets
  public static List<String> reached(String what, int most, List<String> command) {
    Requires.program("unshare");
    String limit = "echo %d > /proc/sys/user/max_inotify_%s && exec \"$@\"".formatted(most, what);
    List<String> limited =
        new ArrayList<>(
            List.of("unshare", "--user", "--map-root-user", "sh", "-c", limit, "limited"));
    try {
      List<String> probe = new ArrayList<>(limited);
      probe.add("true");
      Commands.run(Path.of("."), Map.of(), probe.toArray(String[]::new));
    } catch (IllegalStateException e) {
      Requires.kernel(false, "no user namespace can be had here: " + e.getMessage());
    }
    limited.addAll(command);
    return limited;
  }
}
