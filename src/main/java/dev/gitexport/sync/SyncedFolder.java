package dev.gitexport.sync;

import dev.gitexport.git.GitNamespace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/// A folder of plain files that is kept in step with a branch, for programs. The folder is made
/// when it is opened and removed when it is closed; whatever was not pushed then keeps it from
/// going.
///
/// ```java
/// try (var folder = SyncedFolder.open(url, Path.of("content"), "live", SyncSettings.DEFAULT, clock)) {
///   Files.writeString(folder.path().resolve("page.html"), "<p>new</p>");
///   folder.update("Change the page", new Person("Ada", "ada@example.com"));
/// }
/// ```
///
/// The git state lies beside the folder, in `.NAME.gitsync`, and never in it. Not thread safe.
public final class SyncedFolder implements AutoCloseable {

  private final FolderSync sync;
  private final SyncRequest request;

  private SyncedFolder(FolderSync sync, SyncRequest request) {
    this.sync = sync;
    this.request = request;
  }

  /// Makes the folder and fills it from the branch, which need not exist yet.
  ///
  /// @param url `https://host/path`, `file:///path` or an absolute path, without credentials
  /// @param clock that dates commits
  /// @throws SyncException.FolderNotEmpty when the folder is there already
  public static SyncedFolder open(
      String url, Path folder, String branch, SyncSettings settings, Clock clock) {
    return open(new Upstream.At(url, GitNamespace.none()), folder, branch, settings, clock);
  }

  /// The same with credentials, or in a git namespace.
  public static SyncedFolder open(
      Upstream.At remote, Path folder, String branch, SyncSettings settings, Clock clock) {
    Path absolute = folder.toAbsolutePath().normalize();
    String name = String.valueOf(absolute.getFileName());
    var request =
        new SyncRequest(
            name,
            absolute,
            absolute.resolveSibling("." + name + ".gitsync"),
            remote,
            branch,
            settings,
            Set.of());
    var opened = new SyncedFolder(new FolderSync(clock), request);
    opened.sync.open(request, () -> {});
    return opened;
  }

  /// Where the files are.
  public Path path() {
    return request.folder();
  }

  /// Commits what changed.
  public SyncOutcome commit(String message, Person author) {
    return sync.commit(as(message, author));
  }

  /// Pushes what was committed, together with what was not, and takes in what others pushed.
  ///
  /// @throws SyncException.Conflicted when both sides changed the same
  public SyncOutcome push() {
    return checked(sync.sync(request));
  }

  /// Commits and pushes.
  ///
  /// @throws SyncException.Conflicted when both sides changed the same
  public SyncOutcome update(String message, Person author) {
    return checked(sync.sync(as(message, author)));
  }

  private SyncRequest as(String message, Person author) {
    return request.with(request.settings().withMessage(message).withAuthor(author));
  }

  private SyncOutcome checked(SyncOutcome outcome) {
    return switch (outcome) {
      case SyncOutcome.Conflicted(_, var theirs, _, List<String> paths, _) ->
          throw new SyncException.Conflicted(
              "Could not push %s: %s differ from %s of the remote. Change one side, or choose a policy for conflicts."
                  .formatted(request.folder(), paths, theirs));
      case SyncOutcome.Pushed _,
          SyncOutcome.Committed _,
          SyncOutcome.NothingToCommit _,
          SyncOutcome.Waiting _ ->
          outcome;
    };
  }

  /// Removes the folder whatever is in it.
  public void discard() {
    sync.close(request, true);
  }

  /// Removes the folder.
  ///
  /// @throws SyncException.Unpushed when it holds what was not pushed; it is still there then
  @Override
  public void close() {
    sync.close(request, false);
  }
}
