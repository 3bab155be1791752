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
    Path head = repository.resolve("HEAD");
    Files.delete(head);
    Commands.run(repository, Map.of(), "mkfifo", head.toString());
  }
}
