package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.revwalk.RevCommit;

/// The files of one plan that have `export-subst`. Keywords stand for the commit of the repository
/// that holds the file.
final class KeywordFiles {

  private final TreeObjects objects;
  private final ResolvedTree exported;
  private final Map<ResolvedTree, Optional<KeywordExpansion>> expansions = new HashMap<>();
  private boolean used;

  KeywordFiles(TreeObjects objects, ResolvedTree exported) {
    this.objects = objects;
    this.exported = exported;
  }

  /// What to write instead of the blob; empty when nothing is expanded in it.
  ///
  /// @param repository that holds the file
  Optional<EntryAction.Expand> expand(TreeEntry entry, ResolvedTree repository) {
    byte[] content = objects.blob(entry.id(), KeywordExpansion.LARGEST);
    if (!KeywordExpansion.hasKeywords(content)) {
      return Optional.empty();
    }
    // The tree tells a submodule's commit, and so what becomes of its keywords.
    used = used || repository.equals(exported);
    return expansions
        .computeIfAbsent(repository, this::expansion)
        .map(expansion -> expand(entry, expansion, expansion.expand(content)));
  }

  /// Whether what is written depends on more than the tree.
  boolean used() {
    return used;
  }

  private EntryAction.Expand expand(TreeEntry entry, KeywordExpansion expansion, byte[] content) {
    return new EntryAction.Expand(
        expansion,
        entry.id(),
        entry.isExecutable(),
        objects.hash(Constants.OBJ_BLOB, content),
        new Stamp(content.length, 0, 0));
  }

  private Optional<KeywordExpansion> expansion(ResolvedTree repository) {
    if (repository.wholeCommit() && repository.revision() instanceof Revision.OfCommit commit) {
      RevCommit parsed = RevCommit.parse(objects.commit(commit.id()));
      return Optional.of(new KeywordExpansion(new CommitPlaceholders(parsed, objects.reader())));
    }
    return Optional.empty();
  }
}
