package dev.gitexport.operator;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The operator's settings. Every key is also an environment variable: `gitexport.volume.path` is
/// `GITEXPORT_VOLUME_PATH`. `docs/configuration.md` tells of each.
@ConfigMapping(prefix = "gitexport")
public interface OperatorConfig {

  /// The shared volume.
  Volume volume();

  /// What was fetched.
  Store store();

  /// Names this cluster on volumes that several share.
  @WithDefault("default")
  String clusterId();

  /// Whose resources are reconciled; all when left out.
  Optional<Set<String>> namespaces();

  /// Where trees may come from.
  Sources sources();

  /// What links may be in an export.
  Symlinks symlinks();

  /// How much is done at a time.
  Reconcile reconcile();

  /// Which of several replicas works.
  LeaderElection leaderElection();

  interface LeaderElection {

    /// Left out: on in a pod, off outside one.
    Optional<Boolean> enabled();

    /// The lease's name.
    @WithDefault("gitexport")
    String lease();

    /// Where the lease is; left out: the namespace of the pod, or of the kubeconfig.
    Optional<String> namespace();
  }

  interface Volume {

    /// Where it is mounted.
    @WithDefault("/volume")
    Path path();
  }

  interface Store {

    /// Where it is kept. Can be lost: it is fetched again.
    @WithDefault("/store")
    Path path();

    /// When it is packed anew by itself.
    Gc gc();
  }

  interface Gc {

    /// More than these are too many; 0: never for them.
    @WithDefault("6700")
    int looseObjects();

    /// Likewise.
    @WithDefault("50")
    int packs();

    /// How long objects stay that nothing reaches.
    @WithDefault("24h")
    Duration grace();
  }

  interface Sources {

    /// Of repository URLs.
    @WithDefault("https,ssh")
    Set<String> schemes();

    /// Hosts whose addresses may be inner ones.
    Optional<Set<String>> allowedHosts();

    /// Inner addresses that may be connected to.
    Optional<Set<String>> allowedNetworks();

    /// Most that is taken of one pack.
    @WithDefault("4G")
    MemorySize maxPackSize();

    /// Connections to one host at a time.
    @WithDefault("4")
    int connectionsPerHost();
  }

  interface Symlinks {

    /// Whether a resource may say `symlinks: Preserve`.
    @WithDefault("false")
    boolean allowPreserve();
  }

  interface Reconcile {

    /// Resources that are worked on at a time.
    @WithDefault("8")
    int threads();
  }
}
