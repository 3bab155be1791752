package dev.gitexport.e2e;

import java.nio.file.Path;

/// A way to bring the operator into a cluster, and what its users do with it later.
sealed interface Installation permits Chart, Manifests {

  /// Makes a directory of this machine the volume that is exported to. Returns the claim's name.
  String provide(Path volume);

  /// Brings the operator in, and waits until it is ready.
  void install();

  /// Tries it as this way has it.
  void check();

  /// Replaces its pods by others of the next release, and waits until they are ready.
  void upgrade();

  /// Goes back to the release before, and waits until its pods are ready.
  void rollback();

  /// Takes the operator away.
  void uninstall();
}
