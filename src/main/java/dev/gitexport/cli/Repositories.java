package dev.gitexport.cli;

import dev.gitexport.git.GitException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.LocalRepository;
import dev.gitexport.git.TreeSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Opens what a user names as a repository: a path or a `file:` URL, or nothing for the one around
/// the working directory.
record Repositories(Surroundings surroundings) {

  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
  private static final Pattern SCP = Pattern.compile("[^/:]+@[^/:]+:.*");

  TreeSource open(String repository, GitNamespace namespace) {
    return LocalRepository.open(path(repository), namespace);
  }

  private Path path(String repository) {
    if (repository.isEmpty()) {
      return LocalRepository.discover(surroundings.workingDirectory());
    }
    if (repository.startsWith("file:///")) {
      return Path.of(URI.create(repository));
    }
    if (URL.matcher(repository).matches() || SCP.matcher(repository).matches()) {
      throw new GitException.RepositoryUnreachable(
          ("Could not open the repository at %s: only repositories on this machine are read yet."
                  + " Clone it, then name the clone with --repository.")
              .formatted(repository),
          null);
    }
    return surroundings.resolve(Path.of(repository));
  }
}
