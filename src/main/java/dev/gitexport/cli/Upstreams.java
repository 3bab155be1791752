package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Access;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.Network;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.sync.Upstream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Where the folders of one command are pushed to. The variables hold the credentials of one
/// server: no other is ever shown them.
final class Upstreams {

  private final SourceSecret secret;
  private final Set<String> servers = new HashSet<>();
  private final String defaultNamespace;

  Upstreams(Surroundings surroundings) {
    this.secret = VariableSecret.of(surroundings);
    this.defaultNamespace = surroundings.variable("GIT_NAMESPACE");
  }

  /// @param what the argument or file that names it
  /// @param base of a relative path
  /// @param within the git namespace of refs; empty: as the variable GIT_NAMESPACE says
  Upstream at(String what, Path base, String url, String within) {
    GitNamespace namespace =
        Arguments.parse(
            "--git-namespace", within.isEmpty() ? defaultNamespace : within, GitNamespace::new);
    if (!Repositories.isRemote(url)) {
      Path place =
          url.startsWith("file:") ? Path.of(URI.create(url)) : base.resolve(url).normalize();
      return Arguments.parse(what, place.toString(), text -> new Upstream.At(text, namespace));
    }
    Access access = secret.over(Network.open());
    Upstream.At upstream =
        Arguments.parse(what, url, text -> new Upstream.At(text, namespace, access));
    checkServer(what, upstream.server());
    return upstream;
  }

  private void checkServer(String what, String server) {
    servers.add(server);
    if (servers.size() > 1 && !secret.id().equals(SourceSecret.NONE.id())) {
      servers.remove(server);
      throw new InputException.InvalidSpec(
          what,
          "GITEXPORT_GIT_* hold the credentials of one server, %s, and this is another: %s. Run the command once for each server"
              .formatted(servers.iterator().next(), server),
          null);
    }
  }
}
