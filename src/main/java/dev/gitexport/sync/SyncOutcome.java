package dev.gitexport.sync;

import java.util.List;

/// How a run ended. Ids are full hex ids; empty where there is none.
public sealed interface SyncOutcome {

  /// What was left out of the commit, if anything.
  List<HeldBack> heldBack();

  /// The branch of the remote is now `commit`, and so is the folder.
  ///
  /// @param lost refs that keep what lost a conflict; a branch of the remote or a ref of the
  ///   repository behind the folder
  record Pushed(String commit, Changes changes, List<String> lost, List<HeldBack> heldBack)
      implements SyncOutcome {
    public Pushed {
      lost = List.copyOf(lost);
      heldBack = List.copyOf(heldBack);
    }
  }

  /// Committed, not pushed.
  record Committed(String commit, Changes changes, List<HeldBack> heldBack) implements SyncOutcome {
    public Committed {
      heldBack = List.copyOf(heldBack);
    }
  }

  /// The folder is what the branch is; changes of the remote may have come in.
  record NothingToCommit(String commit, List<HeldBack> heldBack) implements SyncOutcome {
    public NothingToCommit {
      heldBack = List.copyOf(heldBack);
    }
  }

  /// Both sides changed the same paths: nothing was pushed, and the folder is as it was.
  ///
  /// @param base the last commit of both, empty without one
  record Conflicted(
      String ours, String theirs, String base, List<String> paths, List<HeldBack> heldBack)
      implements SyncOutcome {
    public Conflicted {
      paths = List.copyOf(paths);
      heldBack = List.copyOf(heldBack);
    }
  }

  /// Changes wait until there were none for a while: neither side changed.
  record Waiting(Changes changes, List<HeldBack> heldBack) implements SyncOutcome {
    public Waiting {
      heldBack = List.copyOf(heldBack);
    }
  }
}
