package dev.gitexport.cli;

import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which repository, and which refs of it.
final class GitOptions {

  @Option(
      names = "--repository",
      paramLabel = "DIR|URL",
      description =
          "Repository to export from (default: the one around the working directory). A URL is"
              + " fetched from, with GITEXPORT_GIT_USERNAME and GITEXPORT_GIT_PASSWORD or"
              + " GITEXPORT_GIT_TOKEN, or with GITEXPORT_GIT_CREDENTIAL_HELPER=true what git's credential"
              + " helpers keep, and the authorities of GITEXPORT_GIT_CA_FILE; over ssh with"
              + " GITEXPORT_GIT_IDENTITY_FILE, its passphrase GITEXPORT_GIT_PASSWORD, or the agent"
              + " behind GITEXPORT_GIT_SSH_AGENT, and with GITEXPORT_GIT_KNOWN_HOSTS_FILE;"
              + " through the proxy GITEXPORT_GIT_PROXY with GITEXPORT_GIT_PROXY_USERNAME and"
              + " GITEXPORT_GIT_PROXY_PASSWORD.")
  private String repository = "";

  @Option(
      names = "--git-namespace",
      paramLabel = "NS",
      description =
          "Read refs below refs/namespaces/NS/, HEAD too (default: GIT_NAMESPACE, else none).")
  private String namespace = "";

  @Mixin private final StoreDirectoryOption stores;

  private final Surroundings surroundings;

  GitOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.stores = new StoreDirectoryOption(surroundings);
  }

  /// @param wanted what is to be read from it: a remote repository is fetched no further
  TreeSource open(List<Treeish> wanted) {
    return new Repositories(surroundings, stores).open(repository, namespace(), wanted);
  }

  private GitNamespace namespace() {
    String name = namespace.isEmpty() ? surroundings.variable("GIT_NAMESPACE") : namespace;
    return Arguments.parse("--git-namespace", name, GitNamespace::new);
  }
}
