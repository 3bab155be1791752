package dev.gitexport.export;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One complete export on a volume.
///
/// @param revision `main@sha1:<commit>`
/// @param commit 40 hex digits; empty when a bare tree was exported
/// @param tree 40 hex digits of the exported tree
/// @param settings it was made with
/// @param keywords empty when no file of the tree has keywords to expand; else the commit they were
///   expanded for, or [#UNEXPANDED]
/// @param rewritten path to git blob, where the bytes on disk are not the blob's (export-subst)
/// @param damaged paths that a verification found changed: never linked from, and no longer up to
///   date
public record Export(
    ExportId id,
    String revision,
    String commit,
    String tree,
    ExportSettings settings,
    ExportStats stats,
    String keywords,
    Map<String, String> rewritten,
    Set<String> damaged,
    Instant exportedAt,
    ExportPhase phase) {

  /// Of a tree without a commit to expand keywords for.
  static final String UNEXPANDED = "unexpanded";

  public Export {
    rewritten = Map.copyOf(rewritten);
    damaged = Set.copyOf(damaged);
  }

  Export in(ExportPhase phase) {
    return new Export(
        id,
        revision,
        commit,
        tree,
        settings,
        stats,
        keywords,
        rewritten,
        damaged,
        exportedAt,
        phase);
  }

  Export damaged(Set<String> paths) {
    return new Export(
        id, revision, commit, tree, settings, stats, keywords, rewritten, paths, exportedAt, phase);
  }

  /// When the link first came to it, or last came back; empty when it never did.
  public Optional<Instant> publishedAt() {
    return switch (phase) {
      case ExportPhase.Exported() -> Optional.empty();
      case ExportPhase.Published(var at) -> Optional.of(at);
      case ExportPhase.Superseded(var at, _) -> Optional.of(at);
    };
  }

  /// When the link left it; empty while it is current or was never published.
  public Optional<Instant> supersededAt() {
    return phase instanceof ExportPhase.Superseded(_, var at) ? Optional.of(at) : Optional.empty();
  }
}
