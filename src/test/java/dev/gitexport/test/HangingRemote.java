package dev.gitexport.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A repository that answers nobody any more, as on a file server that is away: who reads its
/// branches waits for ever.
public final class HangingRemote {

  private HangingRemote() {}

  /// @param repository bare, becomes such a one
  public static void at(Path repository) throws IOException {
    // Without a HEAD that is a file it would be no repository, which is said at once.
    Path refs = repository.resolve("packed-refs");
    Files.deleteIfExists(refs);
    Commands.run(repository, Map.of(), "mkfifo", refs.toString());
  }
}
