package dev.gitexport.cli;

/// Reconciles manifests on a volume as the operator does resources: the same requests, the same
/// work, the same status.
record LocalReconciler(LocalExports exports, LocalSyncs syncs) {

  /// @throws dev.gitexport.failure.InputException.InvalidSpec for what cannot be, with its place
  void check(Manifest manifest) {
    switch (manifest) {
      case Manifest.Export export -> exports.check(export);
      case Manifest.Sync sync -> syncs.check(sync);
    }
  }

  /// Does one resource's work and sets its status. A failure is an answer too: the other resources
  /// go on.
  ///
  /// @param urgent changes of a folder do not wait for quiet
  Reconciled reconcile(Manifest manifest, boolean urgent) {
    return switch (manifest) {
      case Manifest.Export export -> exports.reconcile(export);
      case Manifest.Sync sync -> syncs.reconcile(sync, urgent);
    };
  }
}
