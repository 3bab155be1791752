package dev.gitexport.export;

import dev.gitexport.export.ExportListener.Step;
import dev.gitexport.export.FaultPoints.FaultPoint;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A locked and recovered target: its exports as they are, and the one place that moves its link.
final class TargetSession implements AutoCloseable {

  private final Publication publication;
  private final Environment environment;
  private final ExportStore store;
  private final ExportRecords records;
  private final HistoryLog history;
  private final Pins pins;
  private final CurrentLink link;
  private final TargetLock lock;
  private Optional<List<Export>> exports = Optional.empty();

  private TargetSession(Publication publication, Environment environment, TargetLock lock) {
    this.publication = publication;
    this.environment = environment;
    this.store = new ExportStore(publication.target(), environment.durability());
    this.records = new ExportRecords(store);
    this.history = new HistoryLog(store);
    this.pins = new Pins(store, environment.durability());
    this.link =
        new CurrentLink(store, publication.link(), environment.durability(), environment.faults());
    this.lock = lock;
  }

  /// Whether something may hold the link. Looked at without the lock: who pins later is met by the
  /// session that exports.
  static boolean isPinned(Publication publication, Environment environment) {
    Pins pins =
        new Pins(
            new ExportStore(publication.target(), environment.durability()),
            environment.durability());
    try {
      return !publication.pin().isNone() || pins.held().isPresent();
    } catch (IOException e) {
      throw VolumeError.of("read the pin of " + publication.target().path(), e);
    }
  }

  /// Locks a target that is the owner's, and clears away what a dead run left.
  ///
  /// @throws ExportException.Locked when somebody else works on it
  static TargetSession open(Publication publication, Environment environment) {
    ExportStore store = new ExportStore(publication.target(), environment.durability());
    TargetLock lock = TargetLock.acquire(store.lockFile());
    TargetSession session = new TargetSession(publication, environment, lock);
    boolean opened = false;
    try {
      environment.timed(
          Step.RECOVER, "recover the target " + publication.target().path(), session::recover);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        session.close();
      }
    }
  }

  private boolean recover() throws IOException {
    link.check();
    store.makeDirectories();
    new Recovery(publication.target(), store, environment).run();
    settle();
    return true;
  }

  /// A run that moved the link and died may not have synced it.
  private void settle() throws IOException {
    exports = records.settled(publication.link());
    if (exports.isEmpty()) {
      environment.durability().sync(store.target());
      records.settle(publication.link(), environment.clock().instant());
    }
  }

  ExportStore store() {
    return store;
  }

  ExportRecords records() {
    return records;
  }

  Pins pins() {
    return pins;
  }

  /// Newest first. Read once, and again after the link was moved.
  List<Export> exports() throws IOException {
    List<Export> found = exports.isPresent() ? exports.get() : records.read(publication.link());
    exports = Optional.of(found);
    return found;
  }

  /// What new exports of these permissions link from.
  List<Prior> priors(List<Export> exports, Permissions permissions) {
    List<Prior> priors = new ArrayList<>();
    for (Export export : exports) {
      priors.add(
          new Prior(
              store.export(export.id()),
              () -> ExportIndex.read(store.index(export.id())),
              export.settings().permissions().equals(permissions),
              export.rewritten(),
              export.damaged()));
    }
    return priors;
  }

  /// The newest id that was ever given here, pruned exports' too: none is given twice.
  Optional<ExportId> newestId() throws IOException {
    Stream<ExportId> noted =
        history.read().stream().flatMap(entry -> ExportId.parse(entry.export()).stream());
    return Stream.concat(noted, store.complete().stream()).max(Comparator.naturalOrder());
  }

  Optional<ExportId> current() throws IOException {
    return link.read();
  }

  /// The one of all exports that a pin holds the link to; resolves the resource's pin.
  Optional<Export> pinned(List<Export> exports) throws IOException {
    Optional<ExportId> held = pins.resolve(publication.pin(), exports, current());
    return exports.stream().filter(export -> held.equals(Optional.of(export.id()))).findFirst();
  }

  /// Moves the link to an export, unless it is there.
  ExportOutcome publish(Export export) throws IOException {
    if (current().equals(Optional.of(export.id()))) {
      makeUpFor(export);
      return new ExportOutcome.UpToDate(export, prunable());
    }
    lock.confirm();
    new Ownership(publication.target(), environment.durability(), environment.faults())
        .confirm(publication.owner());
    boolean again = export.publishedAt().isPresent();
    if (!again) {
      environment.durability().sync(store.exports()); // whoever named it may have died over it
    }
    link.flip(export.id());
    exports = Optional.empty();
    records.settle(publication.link(), environment.clock().instant());
    noteMove(again ? "rollback" : "publish", export);
    Export published = find(export.id());
    return again
        ? new ExportOutcome.RolledBack(published, prunable())
        : new ExportOutcome.Published(published, prunable());
  }

  /// Does what a run left undone that moved the link and died.
  private void makeUpFor(Export export) throws IOException {
    boolean noted =
        history
            .lastMove()
            .filter(move -> move.export().equals(export.id().text()))
            .filter(move -> move.link().equals(publication.link()))
            .isPresent();
    if (!noted) {
      noteMove("publish", export);
    }
  }

  private void noteMove(String event, Export export) throws IOException {
    String former = history.lastLink();
    link.retire(former);
    environment.faults().reached(FaultPoint.HISTORY);
    note(event, export.id(), export.revision(), publication.link());
    if (!former.equals(publication.link())) { // whose name is known from there alone
      environment.durability().sync(store.historyFile());
      environment.durability().sync(store.state());
    }
  }

  private Export find(ExportId id) throws IOException {
    return exports().stream()
        .filter(export -> export.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new ExportException.VolumeFailed(
                "the export " + id + " vanished while it was published", null));
  }

  void note(String event, ExportId id, String revision, String link) throws IOException {
    history.append(
        new HistoryEntry(environment.clock().instant(), event, id.text(), revision, link));
  }

  /// What retention no longer holds, oldest last.
  List<ExportId> prunable() throws IOException {
    Instant now = environment.clock().instant();
    Map<ExportId, List<String>> holds =
        publication.retention().holds(exports(), current(), pins.held(), now);
    return holds.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    lock.close();
  }
}
