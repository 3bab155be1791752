package dev.gitexport.operator.gitexport;

import dev.gitexport.git.SourceVerification;
import java.util.Optional;

/// What a resource asks of its source beside a tree.
///
/// @param verification what has to be signed
public record SourceOptions(Optional<SourceVerification> verification) {}
