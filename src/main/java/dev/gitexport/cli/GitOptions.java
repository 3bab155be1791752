package dev.gitexport.cli;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.TreeSource;
import picocli.CommandLine.Option;

/// Which repository, and which refs of it.
final class GitOptions {

  @Option(
      names = "--repository",
      paramLabel = "DIR|URL",
      description = "Repository to export from (default: the one around the working directory).")
  private String repository = "";

  @Option(
      names = "--git-namespace",
      paramLabel = "NS",
      description =
          "Read refs below refs/namespaces/NS/, HEAD too (default: GIT_NAMESPACE, else none).")
  private String namespace = "";

  private final Surroundings surroundings;

  GitOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  TreeSource open() {
    return new Repositories(surroundings).open(repository, namespace());
  }

  private GitNamespace namespace() {
    String name = namespace.isEmpty() ? surroundings.variable("GIT_NAMESPACE") : namespace;
    return Arguments.parse("--git-namespace", name, GitNamespace::new);
  }
}
