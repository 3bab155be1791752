package dev.gitexport.git;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fetches LFS objects of one source by git-lfs's batch API, basic transfers only, several objects
/// at a time.
final class LfsFetch {

  /// As git-lfs asks for.
  private static final int MOST_ASKED_FOR = 100;

  private final Source source;
  private final LfsObjects objects;
  private final LfsEndpoints endpoints;
  private final LfsRequests requests;
  private final RemoteWork work;

  LfsFetch(Source source, Access access, LfsObjects objects, Deadline deadline) {
    this.source = source;
    this.objects = objects;
    this.endpoints = LfsEndpoints.of(source, access, deadline);
    this.requests = new LfsRequests(source, deadline);
    this.work = new RemoteWork(deadline);
    work.closeBy(endpoints::abort);
    work.closeBy(requests::abort);
  }

  /// @throws GitException.ContentRefused when the source has no LFS server that may be asked
  /// @throws GitException.StoreCorrupt when the server has no such object, or other bytes
  void run(List<LfsLink> links) {
    List<LfsLink> distinct = distinct(links);
    work.run("fetch LFS objects of " + source.url(), () -> fetch(distinct));
  }

  /// One object may stand at many paths.
  private static List<LfsLink> distinct(List<LfsLink> links) {
    Map<LfsPointer, LfsLink> distinct = new LinkedHashMap<>();
    links.forEach(link -> distinct.putIfAbsent(link.pointer(), link));
    return List.copyOf(distinct.values());
  }

  private List<LfsLink> fetch(List<LfsLink> links) throws IOException {
    try {
      for (int i = 0; i < links.size(); i += MOST_ASKED_FOR) {
        batch(links.subList(i, Math.min(i + MOST_ASKED_FOR, links.size())));
      }
      return links;
    } finally {
      work.abort();
    }
  }

  private void batch(List<LfsLink> links) throws IOException {
    List<LfsPointer> pointers = links.stream().map(LfsLink::pointer).toList();
    LfsEndpoint endpoint = work.retried(endpoints::current);
    Map<String, LfsBatch.Item> items = new HashMap<>();
    for (LfsBatch.Item item : work.retried(() -> requests.ask(endpoint, pointers))) {
      items.put(item.oid(), item);
    }
    List<Retries.Attempt<LfsLink>> downloads =
        links.stream()
            .map(link -> download(endpoint, link, action(link, items.get(link.pointer().oid()))))
            .toList();
    LfsDownloads.run(downloads, work::abort);
  }

  private LfsBatch.Action action(LfsLink link, LfsBatch.@Nullable Item item) {
    if (item != null && item.error() != null) {
      throw refused(link, item.error());
    }
    Map<String, LfsBatch.Action> actions =
        item == null || item.actions() == null ? Map.of() : item.actions();
    LfsBatch.Action action = actions.get("download");
    if (action == null || action.href() == null) {
      throw missing(link, "the server offers no download");
    }
    return action;
  }

  private Retries.Attempt<LfsLink> download(
      LfsEndpoint endpoint, LfsLink link, LfsBatch.Action action) {
    return () -> work.retried(() -> receive(endpoint, link, action));
  }

  /// What is too long is not closed, which would be to read it to its end: its socket is.
  private LfsLink receive(LfsEndpoint endpoint, LfsLink link, LfsBatch.Action action)
      throws IOException {
    Optional<String> wrong = objects.receive(link.pointer(), requests.download(endpoint, action));
    if (wrong.isPresent()) {
      throw damaged(link, wrong.get());
    }
    return link;
  }

  private GitException refused(LfsLink link, LfsBatch.Problem problem) {
    String why = "the server answers %d %s".formatted(problem.code(), problem.message());
    return RetryAfter.isBusy(problem.code())
        ? new GitException.RepositoryUnreachable(
            Duration.ZERO, message(link, why, "Ask it less often"))
        : missing(link, why);
  }

  private GitException.StoreCorrupt missing(LfsLink link, String why) {
    return failed(link, why, "Push it with `git lfs push --all`");
  }

  private GitException.StoreCorrupt damaged(LfsLink link, String why) {
    return failed(
        link, "what the server sends " + why, "Run `git lfs fsck` on a clone and push it again");
  }

  private GitException.StoreCorrupt failed(LfsLink link, String why, String next) {
    return new GitException.StoreCorrupt(message(link, why, next), null);
  }

  private String message(LfsLink link, String why, String next) {
    return "Could not fetch the LFS object of '%s' (%s) from %s: %s. %s."
        .formatted(link.path(), link.pointer().oid(), source.url(), why, next);
  }
}
