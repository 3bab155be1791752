package dev.gitexport.failure;

import java.time.Duration;

/// What may help after a failure.
public sealed interface Recovery {

  /// The same again, at growing distances.
  record Retry() implements Recovery {}

  /// The same again after a time that the failure itself suggests.
  record RetryAfter(Duration delay) implements Recovery {}

  /// The same again at the resource's own interval.
  ///
  /// @param newContentOnly the content was refused: what was tried is not tried again, only a new
  ///   revision is
  record RetryAtInterval(boolean newContentOnly) implements Recovery {}

  /// Nothing but a change of the resource.
  record AwaitChange() implements Recovery {}
}
