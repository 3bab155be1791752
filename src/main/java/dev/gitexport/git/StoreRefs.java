package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// The refs that keep one source's objects in a store. They are written after the objects are
/// complete, and are never what a treeish is resolved through.
final class StoreRefs {

  private final Repository repository;
  private final String prefix;

  StoreRefs(Repository repository, String prefix) {
    this.repository = repository;
    this.prefix = prefix;
  }

  /// Whether all that is wanted is kept already.
  boolean keep(Want want) throws IOException {
    for (Map.Entry<String, ObjectId> tip : want.tips().entrySet()) {
      Ref kept = repository.getRefDatabase().exactRef(prefix + tip.getKey());
      if (kept == null || !tip.getValue().equals(kept.getObjectId())) {
        return false;
      }
    }
    return true;
  }

  List<Ref> all() throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix + "refs/");
  }

  /// Removes what the remote no longer has first: `a` may have become `a/b`.
  void update(Want want, RemoteRefs look) throws IOException {
    var gone = new ArrayList<ReceiveCommand>();
    for (Ref ref : all()) {
      String name = ref.getName().substring(prefix.length());
      boolean isAtRemote = look.id(name.equals("refs/HEAD") ? "HEAD" : name).isPresent();
      if (!isAtRemote && !isOurs(name)) {
        gone.add(new ReceiveCommand(ref.getObjectId(), ObjectId.zeroId(), ref.getName()));
      }
    }
    execute(gone);
    write(want.tips());
  }

  /// A name that the remote need not have: see [Want#commitRef] and [RefspecFetch].
  private static boolean isOurs(String name) {
    return name.startsWith("refs/commits/") || name.startsWith("refs/namespaces/fetched/");
  }

  /// What one of them names.
  Optional<ObjectId> id(String name) throws IOException {
    return Optional.ofNullable(repository.getRefDatabase().exactRef(prefix + name))
        .map(Ref::getObjectId);
  }

  void write(Map<String, ObjectId> tips) throws IOException {
    var kept = new ArrayList<ReceiveCommand>();
    for (Map.Entry<String, ObjectId> tip : tips.entrySet()) {
      ObjectId old = id(tip.getKey()).orElse(ObjectId.zeroId());
      if (!old.equals(tip.getValue())) {
        kept.add(new ReceiveCommand(old, tip.getValue(), prefix + tip.getKey()));
      }
    }
    execute(kept);
  }

  private void execute(List<ReceiveCommand> commands) throws IOException {
    if (commands.isEmpty()) {
      return;
    }
    var batch = repository.getRefDatabase().newBatchUpdate();
    batch.setAllowNonFastForwards(true).setAtomic(true).addCommand(commands);
    try (var walk = new RevWalk(repository)) {
      batch.execute(walk, NullProgressMonitor.INSTANCE);
    }
    for (ReceiveCommand command : commands) {
      if (command.getResult() != ReceiveCommand.Result.OK) {
        throw new IOException(
            "ref %s was not written: %s %s"
                .formatted(command.getRefName(), command.getResult(), command.getMessage()));
      }
    }
  }
}
