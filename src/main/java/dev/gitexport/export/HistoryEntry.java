package dev.gitexport.export;

import java.time.Instant;

/// One line of a target's `history.log`.
///
/// @param event `publish`, `rollback`, `prune`, `pin`, `unpin` or `adopt`
/// @param link the symlink's name for `publish` and `rollback`, else empty
public record HistoryEntry(Instant at, String event, String export, String revision, String link) {}
