package dev.gitexport.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The kernel's own limit of inotify instances, used up for one program and its children: they are
/// in a user namespace that has none.
public final class WatchLimit {

  private static final String NONE = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"";

  private WatchLimit() {}

  /// The same program without inotify.
  public static List<String> reached(List<String> command) {
    Requires.program("unshare");
    List<String> limited =
        new ArrayList<>(
            List.of("unshare", "--user", "--map-root-user", "sh", "-c", NONE, "limited"));
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
