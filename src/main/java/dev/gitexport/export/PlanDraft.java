package dev.gitexport.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// A plan in the making: fed by a [TreeScan], it matches every file with the newest prior, and
/// keeps those that are not there for a [LinkSearch].
final class PlanDraft implements TreeScan.Visitor {

  private static final ObjectId EMPTY_BLOB =
      ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  private static final int LONGEST_TARGET = 4_095;

  private final TreeObjects objects;
  private final ByteBudget budget;
  private final List<Prior> priors;
  private final KeywordFiles keywords;
  private final LfsFiles lfs;
  private final @Nullable ExportIndex base;
  private final ExportIndex.@Nullable Cursor cursor;

  private final List<Draft> drafts = new ArrayList<>();
  private final List<LinkSearch.Wanted> wanted = new ArrayList<>();
  private final Map<ObjectId, String> targets = new HashMap<>();
  private final Set<String> directories = new LinkedHashSet<>();
  private final List<String> submodules = new ArrayList<>();
  private final SymlinkContainment symlinks = new SymlinkContainment();

  /// An entry whose action may still be open.
  private static final class Draft {
    private final String path;
    private EntryAction action;

    Draft(String path, EntryAction action) {
      this.path = path;
      this.action = action;
    }
  }

  PlanDraft(
      TreeObjects objects, Limits limits, List<Prior> priors, KeywordFiles keywords, LfsFiles lfs) {
    this.objects = objects;
    this.budget = new ByteBudget(limits);
    this.priors = priors;
    this.keywords = keywords;
    this.lfs = lfs;
    this.base = priors.isEmpty() ? null : LinkSearch.index(priors.getFirst()).orElse(null);
    this.cursor = base == null ? null : base.cursor();
  }

  @Override
  public void file(String path, TreeEntry entry, FileContext context) {
    byte[] rawPath = path.getBytes(StandardCharsets.UTF_8);
    Optional<LfsFile> pointer =
        context.lfs() ? lfs.file(path, entry, context.repository()) : Optional.empty();
    if (pointer.isPresent()) {
      content(path, rawPath, entry, pointer.get());
      return;
    }
    Optional<EntryAction.Expand> expanded =
        context.substituted() ? keywords.expand(entry, context.repository()) : Optional.empty();
    if (expanded.isEmpty() && linkedToBase(path, rawPath, entry)) {
      return;
    }
    EntryAction.File action = expanded.isPresent() ? expanded.get() : write(entry);
    long size = action.stamp().size();
    budget.count(path, size);
    search(path, rawPath, action, expanded.isEmpty() && size > 0);
  }

  /// The content of an LFS file, unless it has to be brought first.
  private void content(String path, byte[] rawPath, TreeEntry entry, LfsFile file) {
    budget.count(path, file.size());
    if (cursor != null
        && cursor.seek(rawPath, rawPath.length)
        && lfs.isIn(priors.getFirst(), cursor, file, entry.isExecutable())) {
      drafts.add(new Draft(path, link(entry, cursor.id(), cursor.stamp(), Optional.of(file))));
    } else {
      lfs.write(file, entry.isExecutable())
          .ifPresent(action -> search(path, rawPath, action, file.size() > 0));
    }
  }

  private void search(String path, byte[] rawPath, EntryAction.File action, boolean linkable) {
    wanted.add(
        new LinkSearch.Wanted(
            drafts.size(),
            rawPath,
            action.executable(),
            action.id(),
            action.stamp().size(),
            linkable));
    drafts.add(new Draft(path, action));
  }

  private EntryAction link(TreeEntry entry, ObjectId id, Stamp stamp, Optional<LfsFile> lfs) {
    return new EntryAction.Link(priors.getFirst(), "", entry.isExecutable(), id, stamp, lfs);
  }

  /// The ordinary case: same path, blob and mode as in the newest prior.
  private boolean linkedToBase(String path, byte[] rawPath, TreeEntry entry) {
    if (cursor == null
        || entry.id().equals(EMPTY_BLOB)
        || !cursor.seek(rawPath, rawPath.length)
        || !cursor.holds(entry.id())
        || !priors.getFirst().offers(cursor, entry.isExecutable())) {
      return false;
    }
    Stamp stamp = cursor.stamp();
    budget.count(path, stamp.size());
    drafts.add(new Draft(path, link(entry, entry.id(), stamp, Optional.empty())));
    return true;
  }

  private EntryAction.File write(TreeEntry entry) {
    long size = entry.id().equals(EMPTY_BLOB) ? 0 : objects.blobSize(entry.id());
    return new EntryAction.Write(entry.isExecutable(), entry.id(), new Stamp(size, 0, 0));
  }

  @Override
  public void symlink(String path, TreeEntry entry) {
    String target =
        targets.computeIfAbsent(
            entry.id(), id -> target(path, objects.blob(id, LONGEST_TARGET + 1)));
    symlinks.add(path, target);
    drafts.add(new Draft(path, new EntryAction.Symlink(target, entry.id())));
  }

  private static String target(String path, byte[] raw) {
    try {
      String target = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
      if (raw.length > 0 && raw.length <= LONGEST_TARGET && target.indexOf('\0') < 0) {
        return target;
      }
    } catch (CharacterCodingException _) {
      // Refused below like every other target that cannot be written as it is.
    }
    throw new ExportException.UnsafeTree(
        "the symlink '" + path + "' has a target that is empty, too long or not UTF-8; mend it",
        null);
  }

  @Override
  public void submodule(String path, TreeEntry entry) {
    submodules.add(path);
    drafts.add(new Draft(path, new EntryAction.Submodule(entry.id())));
  }

  @Override
  public void directory(String path) {
    directories.add(path);
  }

  @Override
  public void shared(String path) {
    symlinks.addShared(path);
    String target = ExportStore.sharedTarget(path);
    ObjectId id = objects.hash(Constants.OBJ_BLOB, target.getBytes(StandardCharsets.UTF_8));
    drafts.add(new Draft(path, new EntryAction.Symlink(target, id)));
  }

  /// Looks through the priors for the files that the newest one does not have in their place.
  ///
  /// @param seconds the time of files written anew
  void searchLinks(long seconds) {
    LinkSearch search = new LinkSearch(wanted);
    for (int i = 0; i < priors.size() && !wanted.isEmpty(); i++) {
      Prior prior = priors.get(i);
      Optional<ExportIndex> index = i == 0 ? Optional.ofNullable(base) : LinkSearch.index(prior);
      index.ifPresent(read -> search.through(prior, read));
    }
    for (LinkSearch.Wanted each : wanted) {
      Draft draft = drafts.get(each.ordinal());
      Optional<EntryAction.Link> link = search.link(each);
      draft.action =
          link.isPresent()
              ? instead(link.get(), draft.action)
              : at(search.stamp(each, seconds), draft.action);
    }
  }

  /// A link that remembers what it stands for.
  private static EntryAction instead(EntryAction.Link link, EntryAction action) {
    return action instanceof EntryAction.Lfs written
        ? new EntryAction.Link(
            link.prior(),
            link.moved(),
            link.executable(),
            link.id(),
            link.stamp(),
            Optional.of(written.lfs()))
        : link;
  }

  private static EntryAction at(Stamp stamp, EntryAction action) {
    return switch (action) {
      case EntryAction.Write(var executable, var id, _) ->
          new EntryAction.Write(executable, id, stamp);
      case EntryAction.Expand(var keywords, var blob, var executable, var id, _) ->
          new EntryAction.Expand(keywords, blob, executable, id, stamp);
      case EntryAction.Lfs(var file, var content, var executable, var id, _) ->
          new EntryAction.Lfs(file, content, executable, id, stamp);
      case EntryAction.Link _, EntryAction.Symlink _, EntryAction.Submodule _ -> action;
    };
  }

  /// The plan, without the symlinks that the policy leaves out.
  ///
  /// @throws ExportException.UnsafeTree when a symlink leaves the export and may not
  ExportPlan finish(SymlinkPolicy policy) {
    PlanAssembly assembly = new PlanAssembly(drafts.size());
    directories.forEach(assembly::directory);
    List<String> skipped = new ArrayList<>();
    for (Draft draft : drafts) {
      if (draft.action instanceof EntryAction.Symlink link && !admits(policy, draft.path, link)) {
        skipped.add(draft.path);
      } else {
        assembly.add(draft.path, draft.action);
      }
    }
    return new ExportPlan(
        assembly.directories(), assembly.entries(), submodules, skipped, keywords.used());
  }

  private boolean admits(SymlinkPolicy policy, String path, EntryAction.Symlink link) {
    if (policy == SymlinkPolicy.PRESERVE || !symlinks.escapes(path)) {
      return true;
    }
    if (policy == SymlinkPolicy.SKIP) {
      return false;
    }
    throw new ExportException.UnsafeTree(
        "the symlink '"
            + path
            + "' -> '"
            + link.target()
            + "' leaves the export; make it relative and inside the exported tree,"
            + " ignore it, or set symlinks: Skip",
        null);
  }
}
