package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.Access;
import dev.gitexport.git.Credentials;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.sync.Upstream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Where the folders of one command are pushed to. The variables hold the credentials of one
/// server: no other is ever shown them.
final class Upstreams {

  private final Surroundings surroundings;
  private final Set<String> servers = new HashSet<>();

  Upstreams(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// @param what the argument or file that names it
  /// @param base of a relative path
  /// @param within the git namespace of refs; empty: as the variable GIT_NAMESPACE says
  Upstream at(String what, Path base, String url, String within) {
    String name = within.isEmpty() ? surroundings.variable("GIT_NAMESPACE") : within;
    GitNamespace namespace = Arguments.parse("--git-namespace", name, GitNamespace::new);
    if (!Repositories.isRemote(url)) {
      Path place =
          url.startsWith("file:") ? Path.of(URI.create(url)) : base.resolve(url).normalize();
      return Arguments.parse(what, place.toString(), text -> new Upstream.At(text, namespace));
    }
    SourceSecret secret = VariableSecret.of(surroundings, url);
    Access access = secret.over(surroundings.network());
    Upstream.At upstream =
        Arguments.parse(what, url, text -> new Upstream.At(text, namespace, access));
    if (!(secret.credentials() instanceof Credentials.Kept)) {
      checkServer(what, upstream.server(), secret);
    }
    return upstream;
  }

  private void checkServer(String what, String server, SourceSecret secret) {
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
