package dev.gitexport.operator.gitsync;

import dev.gitexport.export.Owner;
import dev.gitexport.operator.source.GitSource;
import dev.gitexport.sync.SyncRequest;
import dev.gitexport.sync.Upstream;
import java.time.Duration;

/// A GitSync resource, checked and in the engine's own words.
///
/// @param adopted uid of the owner that the folder may be taken over from; empty for none
/// @param interval how often the folder is scanned
public record GitSyncRequest(
    GitSource source,
    FolderPlace place,
    Owner owner,
    String adopted,
    SyncRequest sync,
    Duration interval) {

  /// Of the repository, in its one spelling.
  String url() {
    return switch (sync.upstream()) {
      case Upstream.At at -> at.url();
      case Upstream.None() -> "";
    };
  }
}
