package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Access;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.ObjectStore;
import dev.gitexport.git.Refspecs;
import dev.gitexport.git.RemoteRefs;
import dev.gitexport.git.Source;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.StoreMaintenance;
import dev.gitexport.report.FetchReport;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which store: the one that keeps a repository's objects for the resources of one namespace.
final class StoredSource {

  @Mixin private final StoreDirectoryOption stores;

  @Option(
      names = "--tenant",
      paramLabel = "NAMESPACE",
      description = "Namespace of the resources (default: default).")
  private String tenant = LocalResource.DEFAULT_NAMESPACE;

  @Option(
      names = "--repository",
      required = true,
      paramLabel = "URL",
      description = "The repository, as the manifests write it.")
  private String repository = "";

  @Option(
      names = "--git-namespace",
      paramLabel = "NS",
      description = "The manifests' gitNamespace (default: none).")
  private String namespace = "";

  @Option(
      names = "--history",
      paramLabel = "DEPTH",
      description = "The manifests' history: shallow or full (default: shallow).")
  private History history = History.SHALLOW;

  @Option(
      names = "--secret",
      paramLabel = "ID",
      description =
          "The Secret of the manifests' secretRef: secret/NAME as apply keeps it, its uid as the"
              + " operator does (default: what GITEXPORT_GIT_* variables say, else none).")
  private String secret = "";

  private final Surroundings surroundings;

  StoredSource(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.stores = new StoreDirectoryOption(surroundings);
  }

  /// Into the shared store, whatever the history.
  FetchReport fetch(Refspecs refspecs) {
    SourceSecret variables = VariableSecret.of(surroundings, repository);
    Source source = source(History.FULL, variables);
    ObjectStore store = stores.of(tenant);
    Access access = variables.over(surroundings.network());
    RemoteRefs look = store.look(source, access, deadline());
    FetchReport report =
        FetchReport.of(source.url(), store.fetchRefs(access, refspecs, look, deadline()));
    stores.lookAfter(store, source);
    return report;
  }

  private Source source(History depth, SourceSecret variables) {
    GitNamespace refs = Arguments.parse("--git-namespace", namespace, GitNamespace::new);
    String id = secret.isEmpty() ? variables.id() : secret;
    return Arguments.parse("--repository", repository, url -> new Source(url, refs, id, depth));
  }

  /// @throws InputException.InvalidSpec when nothing was fetched into it
  StoreMaintenance maintenance() {
    Source source = source(history, VariableSecret.of(surroundings, repository));
    StoreMaintenance maintenance = stores.of(tenant).maintenance(source);
    if (!maintenance.exists()) {
      throw new InputException.InvalidSpec(
          "--repository " + source.url(),
          "nothing was fetched from it for %s. Check --tenant, --secret, --store and --history."
              .formatted(tenant),
          null);
    }
    return maintenance;
  }

  Deadline deadline() {
    return Deadline.in(surroundings.clock(), Duration.ofHours(1));
  }
}
