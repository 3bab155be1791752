package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;

/// In a shared store: what the refs of one source reach. Objects of its neighbours are not there.
final class ReachableIds implements IdAccess {

  private final StoreRefs refs;

  ReachableIds(StoreRefs refs) {
    this.refs = refs;
  }

  @Override
  public boolean admits(ObjectReader reader, ObjectId id) throws IOException {
    try (var walk = new ObjectWalk(reader)) {
      List<RevObject> starts = starts(walk);
      RevObject wanted = walk.parseAny(id);
      if (starts.contains(wanted)) {
        return true;
      }
      if (wanted instanceof RevCommit commit) {
        var commits =
            starts.stream().filter(RevCommit.class::isInstance).map(RevCommit.class::cast);
        return reader
            .createReachabilityChecker(walk)
            .areAllReachable(List.of(commit), commits)
            .isEmpty();
      }
      return !(wanted instanceof RevTag)
          && reader
              .createObjectReachabilityChecker(walk)
              .areAllReachable(List.of(wanted), starts.stream().filter(s -> !(s instanceof RevTag)))
              .isEmpty();
    }
  }

  /// Each ref's object and what its tags end at.
  private List<RevObject> starts(ObjectWalk walk) throws IOException {
    var starts = new ArrayList<RevObject>();
    for (Ref ref : refs.all()) {
      RevObject object = walk.parseAny(ref.getObjectId());
      starts.add(object);
      while (object instanceof RevTag tag) {
        object = walk.parseAny(tag.getObject());
        starts.add(object);
      }
    }
    return starts;
  }
}
