package dev.gitexport.report;

import java.util.List;

/// What was pruned of one target, or would be.
public record PruneReport(String target, List<String> pruned, boolean dryRun) {

  public PruneReport {
    pruned = List.copyOf(pruned);
  }
}
