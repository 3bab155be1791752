package dev.gitexport.operator.gitexport;

import dev.gitexport.git.Refspecs;
import dev.gitexport.git.SourceVerification;
import java.util.Optional;

/// What a resource asks of its source beside a tree.
///
/// @param verification what has to be signed
/// @param refspecs which refs are fetched too
public record SourceOptions(
    Optional<SourceVerification> verification, Optional<Refspecs> refspecs) {

  /// Whether what is verified now may not be later, though nothing changed.
  boolean keysMayExpire() {
    return verification.map(asked -> asked.keys().mayExpire()).orElse(false);
  }
}
