package dev.gitexport.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/// What holds a deleted resource until its deletion is carried out. It is there exactly while
/// `deletionPolicy: Delete` is, so that nothing holds a resource that leaves all as it is.
public final class Finalizer {

  public static final String NAME = "gitexport.dev/finalizer";

  private Finalizer() {}

  /// Adds or removes it.
  public static <R extends HasMetadata> void set(boolean wanted, R resource, Context<R> context) {
    if (wanted && !resource.hasFinalizer(NAME)) {
      context.resourceOperations().addFinalizer(NAME);
    } else if (!wanted && resource.hasFinalizer(NAME)) {
      context.resourceOperations().removeFinalizer(NAME);
    }
  }
}
