package dev.gitexport.export;

import dev.gitexport.export.ExportListener.Step;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.TreeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The engine: makes exports on a volume, publishes, holds and prunes them. Thread safe; of two
/// calls for one target the second is refused with [ExportException.Locked].
///
/// A call that fails changes neither the link nor an export, and leaves at most what the next call
/// clears away.
public final class Exporter {

  private final Environment environment;
  private final Map<Object, VolumeTraits> probed = new ConcurrentHashMap<>();

  public Exporter(Clock clock, ExportListener listener) {
    this(Environment.of(clock, listener));
  }

  Exporter(Environment environment) {
    this.environment = environment;
  }

  /// Makes the target when it is not there, sees that it is the owner's, and probes its volume.
  ///
  /// @throws ExportException.PathNotOwned when it is somebody else's, or holds what no export made
  /// @throws ExportException.VolumeUnsuitable when the volume lacks what exports need
  public void claim(Publication publication) {
    new Ownership(publication.target(), environment.durability(), environment.faults())
        .claim(publication.owner())
        .ifPresent(former -> environment.listener().takenOver(publication.target(), former));
    traits(publication.target());
  }

  /// Moves the link to what the resource's pin, or the command line's, names; empty when there is
  /// no pin.
  ///
  /// @param check sees what is pinned first; when it throws, the link stays where it is
  /// @throws ExportException.InvalidRequest when the pinned export does not exist
  public Optional<ExportOutcome> hold(Publication publication, Consumer<Export> check) {
    claim(publication);
    if (!TargetSession.isPinned(publication, environment)) {
      return Optional.empty();
    }
    try (TargetSession session = TargetSession.open(publication, environment)) {
      Optional<Export> pinned = session.pinned(session.exports());
      pinned.ifPresent(check);
      return pinned.isEmpty() ? Optional.empty() : Optional.of(session.publish(pinned.get()));
    } catch (IOException e) {
      throw VolumeError.of("hold the link of " + publication.target().path(), e);
    }
  }

  /// Answers for a request that an export already serves and no look at its source could change:
  /// [ExportOutcome.UpToDate]. Empty when the link points elsewhere, or the export is damaged or
  /// was made with other settings: then it is to be exported.
  public Optional<ExportOutcome> confirm(
      Publication publication, ExportSettings settings, ExportId served) {
    claim(publication);
    try (TargetSession session = TargetSession.open(publication, environment)) {
      Optional<Export> export =
          session.exports().stream()
              .filter(found -> found.id().equals(served) && found.damaged().isEmpty())
              .filter(found -> found.settings().equals(settings))
              .findFirst();
      return export.isEmpty() || !session.current().equals(Optional.of(served))
          ? Optional.empty()
          : Optional.of(session.publish(export.get()));
    } catch (IOException e) {
      throw VolumeError.of("look at the exports of " + publication.target().path(), e);
    }
  }

  /// Publishes an export of a tree that is there, unless a pin holds the link; empty when there is
  /// none, and it is to be exported.
  public Optional<ExportOutcome> reuse(
      Publication publication, ExportSettings settings, ResolvedTree tree) {
    claim(publication);
    try (TargetSession session = TargetSession.open(publication, environment)) {
      return reuse(new WantedExport(settings, tree), session, session.exports());
    } catch (IOException e) {
      throw VolumeError.of("look at the exports of " + publication.target().path(), e);
    }
  }

  private static Optional<ExportOutcome> reuse(
      WantedExport wanted, TargetSession session, List<Export> exports) throws IOException {
    Optional<Export> pinned = session.pinned(exports);
    Optional<Export> found = pinned.isPresent() ? pinned : wanted.among(exports, session.current());
    return found.isEmpty() ? Optional.empty() : Optional.of(session.publish(found.get()));
  }

  /// Exports a tree and publishes it, unless a pin holds the link or an export of it is there.
  public ExportOutcome export(ExportRequest request) {
    claim(request.publication());
    return MissingContent.brought(request.source(), () -> exportClaimed(request));
  }

  private ExportOutcome exportClaimed(ExportRequest request) {
    Publication publication = request.publication();
    try (TargetSession session = TargetSession.open(publication, environment)) {
      List<Export> exports = session.exports();
      Optional<ExportOutcome> reused =
          reuse(new WantedExport(request.settings(), request.tree()), session, exports);
      return reused.isPresent() ? reused.get() : session.publish(make(request, session, exports));
    } catch (IOException e) {
      throw VolumeError.of("export to " + publication.target().path(), e);
    }
  }

  private Export make(ExportRequest request, TargetSession session, List<Export> exports)
      throws IOException {
    VolumeTraits traits = traits(request.publication().target());
    Sharing sharing = request.sharing().on(traits);
    ExportPlanner planner =
        new ExportPlanner(
            request.settings(),
            request.limits(),
            traits,
            sharing != Sharing.COPY,
            environment.clock().instant());
    try (TreeObjects objects = new TreeObjects(request.source().newObjectReader())) {
      ExportPlan plan =
          environment.timed(
              Step.PLAN,
              "plan the export",
              () ->
                  planner.plan(
                      request.tree(),
                      request.source(),
                      objects,
                      session.priors(exports, request.settings().permissions())));
      environment.listener().planned(plan.files(), plan.bytesToWrite());
      requireSpace(session.store(), plan);
      ExportId id =
          ExportId.next(
              environment.clock().instant(), request.tree().revision().id(), session.newestId());
      return new StagedExport(id, request, session, environment).make(plan, sharing);
    }
  }

  private static void requireSpace(ExportStore store, ExportPlan plan) {
    try {
      long free = Files.getFileStore(store.staging()).getUsableSpace();
      if (free < plan.bytesToWrite()) {
        throw new ExportException.VolumeFull(
            "the export needs "
                + plan.bytesToWrite()
                + " bytes and the volume has "
                + free
                + "; free some, or lower retention.count",
            null);
      }
    } catch (IOException e) {
      throw VolumeError.of("ask for the free space of the volume", e);
    }
  }

  private VolumeTraits traits(Target target) {
    ExportStore store = new ExportStore(target, environment.durability());
    try {
      Object device = Files.getAttribute(store.state(), "unix:dev");
      return probed.computeIfAbsent(
          device,
          _ ->
              environment.timed(
                  Step.PROBE,
                  "probe the volume",
                  () -> VolumeProbe.probe(store.state(), environment.durability())));
    } catch (IOException e) {
      throw VolumeError.of("look at the target " + target.path(), e);
    }
  }

  /// Deletes those of `only` that retention does not hold and no link points to.
  ///
  /// @return what was deleted
  public List<ExportId> prune(Publication publication, Set<ExportId> only) {
    claim(publication);
    try (TargetSession session = TargetSession.open(publication, environment)) {
      return environment.timed(
          Step.PRUNE,
          "prune " + publication.target().path(),
          () -> new Pruning(publication, session, environment).run(only));
    }
  }

  /// Holds the link to an export, named by id, commit prefix or `previous`, until [#unpin].
  ///
  /// @throws ExportException.InvalidRequest when there is no such export
  public ExportOutcome pin(Target target, String text) {
    Publication publication = standing(target);
    try (TargetSession session = TargetSession.open(publication, environment)) {
      Export export = Pins.find(text, session.exports(), session.current());
      session.pins().write(export.id(), "");
      environment.faults().reached(FaultPoints.FaultPoint.PIN_WRITTEN);
      session.note("pin", export.id(), export.revision(), "");
      return session.publish(export);
    } catch (IOException e) {
      throw VolumeError.of("pin " + target.path(), e);
    }
  }

  /// Lets the link go where the resource wants it; it moves with the next export. True when there
  /// was a pin.
  public boolean unpin(Target target) {
    try (TargetSession session = TargetSession.open(standing(target), environment)) {
      Optional<ExportId> held = session.pins().held();
      if (held.isPresent()) {
        session.note("unpin", held.get(), "", "");
      }
      return session.pins().clear();
    } catch (IOException e) {
      throw VolumeError.of("unpin " + target.path(), e);
    }
  }

  /// Makes a new export in place of the current one, which a verification found damaged, with its
  /// settings; damaged files are written anew, the others linked.
  ///
  /// @param tree of the current export's revision
  public ExportOutcome repair(Target target, ResolvedTree tree, TreeSource source) {
    Publication publication = standing(target);
    ExportCatalog catalog = ExportCatalog.read(target);
    Export current =
        catalog.exports().stream()
            .filter(export -> catalog.current().equals(Optional.of(export.id())))
            .findFirst()
            .orElseThrow(
                () -> new ExportException.InvalidRequest(target.path() + " has no current export"));
    return export(
        new ExportRequest(
            publication, tree, source, current.settings(), Sharing.AUTO, Limits.WIDEST));
  }

  /// A target as it stands, for those who act on it without being its resource.
  private Publication standing(Target target) {
    ExportCatalog catalog = ExportCatalog.read(target);
    Owner owner =
        catalog
            .owner()
            .orElseThrow(() ->
                new ExportException.PathNotOwned(
                    target.directory() + " holds no exports; is it the right path?"));
    return new Publication(target, owner, catalog.link(), Pin.NONE, Retention.DEFAULT);
  }
}
