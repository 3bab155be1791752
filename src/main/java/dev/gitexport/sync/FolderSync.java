package dev.gitexport.sync;

import dev.gitexport.git.Curfew;
import dev.gitexport.git.Deadline;
import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.Push;
import dev.gitexport.git.SyncStore;
import dev.gitexport.git.Upkeep;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/// Commits folders and keeps them in step with a branch. One run at a time holds a folder's
/// repository; a second one waits until the timeout. Thread safe.
///
/// Failures are a [SyncException] or a `GitException`; whatever happens, every change is in the
/// folder or in a commit that a ref of the repository behind it reaches.
public final class FolderSync {

  private final Clock clock;
  private final Upkeep upkeep;
  private final Curfew curfew;
  private final FaultPoints faults;

  /// Repositories behind folders are cared for by git's own thresholds, at the end of a run.
  public FolderSync(Clock clock) {
    this(clock, new Curfew());
  }

  /// @param curfew by it runs have ended, also such that are under way
  public FolderSync(Clock clock, Curfew curfew) {
    this(clock, upkeep(clock), curfew, FaultPoints.NONE);
  }

  public FolderSync(Clock clock, Upkeep upkeep) {
    this(clock, upkeep, new Curfew(), FaultPoints.NONE);
  }

  FolderSync(Clock clock, FaultPoints faults) {
    this(clock, upkeep(clock), new Curfew(), faults);
  }

  private FolderSync(Clock clock, Upkeep upkeep, Curfew curfew, FaultPoints faults) {
    this.clock = clock;
    this.upkeep = upkeep;
    this.curfew = curfew;
    this.faults = faults;
  }

  private static Upkeep upkeep(Clock clock) {
    return new Upkeep(GcPolicy.DEFAULT, Runnable::run, Upkeep.Listener.NONE, clock);
  }

  @FunctionalInterface
  private interface Work<T> {
    T in(Session session) throws IOException;
  }

  /// Commits what changed. Nothing changed: no commit.
  ///
  /// @throws SyncException.GuardTripped when the change looks like an accident
  public SyncOutcome commit(SyncRequest request) {
    return run(request, session -> committed(session, session.commit()));
  }

  /// Commits what changed and asks no remote: there may be no time for that. A folder that was
  /// never in step with its branch stays as it is, since nobody knows yet what the two are to each
  /// other.
  ///
  /// @throws SyncException.GuardTripped when the change looks like an accident
  public void keep(SyncRequest request) {
    held(
        request,
        session -> {
          if (request.isWorkTree() || session.refs().head().isPresent()) {
            session.commit();
          }
          return session;
        });
  }

  /// Commits what changed, joins it with what the remote has, pushes, and brings what others pushed
  /// into the folder. An absent or empty folder is filled from the branch.
  ///
  /// @throws SyncException.FolderNotEmpty when folder and branch both have content and were never
  ///   joined
  public SyncOutcome sync(SyncRequest request) {
    return run(request, session -> together(session, Session::commit));
  }

  /// The same, unless changes in the folder have to wait until they are quiet.
  ///
  /// @param awaited says whether they have to; empty: they have not
  public SyncOutcome sync(SyncRequest request, Optional<WatchedFolder> awaited) {
    return awaited.map(folder -> sync(request, folder::mayCommit)).orElseGet(() -> sync(request));
  }

  /// @param mayCommit is asked when there are changes
  SyncOutcome sync(SyncRequest request, Predicate<Pending> mayCommit) {
    return run(request, session -> together(session, held -> held.commit(mayCommit)));
  }

  private static SyncOutcome together(Session session, Work<Session.Made> commit)
      throws IOException {
    Optional<Push> remote = session.remote();
    Optional<Initialisation> start = remote.map(push -> new Initialisation(session, push));
    if (start.isPresent()) {
      start.get().check();
    }
    Session.Made made = commit.in(session);
    if (made.waits()) {
      return new SyncOutcome.Waiting(made.changes(), made.heldBack());
    }
    if (remote.isEmpty() || start.isEmpty()) {
      return committed(session, made);
    }
    SyncOutcome outcome = new Attempts(session, remote.get()).run(made);
    start.get().finish();
    return outcome;
  }

  /// Makes the folder, which must not exist, and fills it from the branch, which need not.
  ///
  /// @param before what is done once it is made
  /// @throws SyncException.FolderNotEmpty when the folder is there already
  /// @throws SyncException.Unpushed when one that was there left commits that are nowhere else
  public SyncOutcome open(SyncRequest request, Runnable before) {
    try {
      return new Opening(request, deadline(request), clock, faults)
          .run(() -> {
            before.run();
            return sync(request);
          });
    } catch (IOException e) {
      throw FolderFailure.of(request, e);
    }
  }

  /// Commits what changed and makes the branch of another remote what the folder's is. Nothing is
  /// taken in from there, and what the folder's own remote has stays as it is.
  ///
  /// @throws SyncException.PushRefused when commits would be lost there
  public SyncOutcome pushTo(SyncRequest request, Upstream other) {
    return run(
        request,
        session -> {
          Session.Made made = session.commit();
          Optional<Push> remote = session.remote(other);
          Optional<ObjectId> head = session.refs().head();
          if (remote.isEmpty() || head.isEmpty()) {
            return committed(session, made);
          }
          return switch (new Publication(session, remote.get()).copy(head.get())) {
            case PUSHED ->
                new SyncOutcome.Pushed(
                    head.get().name(), made.changes(), List.of(), made.heldBack());
            case THERE_ALREADY ->
                new SyncOutcome.NothingToCommit(head.get().name(), made.heldBack());
            case MOVED -> throw new Attempts(session, remote.get()).leaseLost();
          };
        });
  }

  /// Whether the folder holds anything that the remote was not seen to have.
  public boolean hasUnpushed(SyncRequest request) {
    return run(request, Session::hasUnpushed);
  }

  /// Pushes what lost conflicts and is nowhere else, each to a branch of its own.
  ///
  /// @throws SyncException.PushRefused when the remote takes no such branch
  public void pushLost(SyncRequest request) {
    held(
        request,
        session -> {
          Optional<Push> remote = session.remote();
          if (remote.isPresent()) {
            new Publication(session, remote.get()).lost();
          }
          return session;
        });
  }

  /// Removes the folder and the repository behind it. What a process goes on writing to a file that
  /// it holds open is not waited for.
  ///
  /// @param discard also what was not pushed
  /// @throws SyncException.Unpushed when something would be lost, or was made there meanwhile
  public void close(SyncRequest request, boolean discard) {
    run(
        request,
        session -> {
          new Closing(session).run(discard);
          return session;
        });
  }

  private static SyncOutcome committed(Session session, Session.Made made) throws IOException {
    String head = session.refs().head().map(ObjectId::name).orElse("");
    return made.changes().isEmpty()
        ? new SyncOutcome.NothingToCommit(head, made.heldBack())
        : new SyncOutcome.Committed(head, made.changes(), made.heldBack());
  }

  private <T> T run(SyncRequest request, Work<T> work) {
    T result = held(request, work);
    if (!request.isWorkTree()) {
      upkeep.after(SyncStore.maintenance(request.gitDirectory(), clock));
    }
    return result;
  }

  private Deadline deadline(SyncRequest request) {
    return Deadline.in(clock, request.settings().timeout(), curfew);
  }

  private <T> T held(SyncRequest request, Work<T> work) {
    try (Session session = Session.open(request, deadline(request), clock, faults)) {
      return work.in(session);
    } catch (IOException e) {
      throw FolderFailure.of(request, e);
    }
  }
}
