package dev.gitexport.export;

import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Deletes exports that nothing holds: each is withdrawn first, and deleted when it is out of
/// sight.
final class Pruning {

  private final Publication publication;
  private final TargetSession session;
  private final Environment environment;

  Pruning(Publication publication, TargetSession session, Environment environment) {
    this.publication = publication;
    this.session = session;
    this.environment = environment;
  }

  List<ExportId> run(Set<ExportId> only) throws IOException {
    ExportStore store = session.store();
    Withdrawal withdrawal = new Withdrawal(store, environment.durability(), environment.faults());
    List<ExportId> pruned = new ArrayList<>();
    for (ExportId id : session.prunable()) {
      if (only.contains(id) && withdrawal.withdraw(id)) {
        pruned.add(id);
        session.note("prune", id, "", "");
      }
    }
    environment.faults().reached(FaultPoint.PRUNE_DELETE);
    new Recovery(publication.target(), store, environment).emptyTrash();
    return pruned;
  }
}
