package dev.gitexport.git;

import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;

/// Where a tree comes from: a commit, or the bare tree itself.
public sealed interface Revision {

  /// As status and command line show it: `main@sha1:<commit>`, `sha1:<commit>`, `sha1:<tree>`.
  String label();

  /// The id that names the export: the commit's, else the tree's.
  ObjectId id();

  /// A commit, with the name it was asked for by.
  ///
  /// @param name what the user called it (`main`, `v1.0`, `main~2`); empty when he gave an id
  /// @param time the committer's time, whole seconds
  record OfCommit(String name, ObjectId id, Instant time) implements Revision {

    @Override
    public String label() {
      return name.isEmpty() ? "sha1:" + id.name() : name + "@sha1:" + id.name();
    }
  }

  /// A tree that no commit is known for serves as its own revision.
  record OfTree(ObjectId id) implements Revision {

    @Override
    public String label() {
      return "sha1:" + id.name();
    }
  }
}
