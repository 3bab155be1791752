package dev.gitexport.cli;

import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.Source;
import dev.gitexport.git.Upkeep;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where fetched objects are kept.
final class StoreDirectoryOption {

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Where fetched objects are kept (default: gitexport/store below XDG_CACHE_HOME, else"
              + " below ~/.cache).")
  private Path directory = Path.of("");

  private final Surroundings surroundings;

  StoreDirectoryOption(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// @param tenant the resources' namespace
  ObjectStore of(String tenant) {
    return Arguments.parse(
        "--tenant", tenant, name -> new ObjectStore(directory(), name, surroundings.clock()));
  }

  /// Once something was fetched: at once, for this process ends soon.
  void lookAfter(ObjectStore store, Source source) {
    new Upkeep(GcPolicy.DEFAULT, Runnable::run, Upkeep.Listener.NONE, surroundings.clock())
        .after(store.maintenance(source));
  }

  private Path directory() {
    if (!directory.toString().isEmpty()) {
      return surroundings.resolve(directory);
    }
    String cache = surroundings.variable("XDG_CACHE_HOME");
    Path base = cache.isEmpty() ? Path.of(surroundings.variable("HOME"), ".cache") : Path.of(cache);
    return surroundings.resolve(base).resolve("gitexport").resolve("store");
  }
}
