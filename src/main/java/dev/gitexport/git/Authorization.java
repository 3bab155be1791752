package dev.gitexport.git;

import java.util.Optional;

/// What a server is shown over HTTP of who asks.
@FunctionalInterface
interface Authorization {

  /// The value of the header `Authorization`; empty for whoever asks without a name.
  Optional<String> header();

  /// Told that the server takes it.
  default void accept() {}

  /// Told that the server refuses it.
  ///
  /// @return whether another may be had by asking again
  default boolean renewAfterRefusal() {
    return false;
  }
}
