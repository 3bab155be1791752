package dev.gitexport.export;

import java.time.Instant;

/// Where an export stands in its life.
public sealed interface ExportPhase {

  /// Complete on the volume; the link never pointed to it.
  record Exported() implements ExportPhase {}

  /// The link points to it.
  record Published(Instant publishedAt) implements ExportPhase {}

  /// The link pointed to it until `supersededAt`.
  record Superseded(Instant publishedAt, Instant supersededAt) implements ExportPhase {}
}
