package dev.gitexport.export;

import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jgit.lib.ObjectId;

/// A folder that a tree was exported to without a manifest. Reads the tree and the folder, and
/// makes the manifest of what is there as the tree says; unless it is trusted, every file is
/// hashed.
final class PriorFolder implements TreeScan.Visitor {

  private final FolderExportRequest.Prior prior;
  private final FolderExportRequest request;
  private final TreeObjects objects;
  private final List<Candidate> candidates = new ArrayList<>();

  /// @param id of the content; empty where the file alone tells
  private record Candidate(String path, Optional<ObjectId> id, boolean executable) {}

  private record Found(ObjectId id, Stamp stamp) {}

  PriorFolder(FolderExportRequest.Prior prior, FolderExportRequest request, TreeObjects objects) {
    this.prior = prior;
    this.request = request;
    this.objects = objects;
  }

  /// When its commit was made; the beginning of time for a bare tree.
  static Instant time(ResolvedTree tree) {
    return switch (tree.revision()) {
      case Revision.OfCommit(_, _, var time) -> time;
      case Revision.OfTree _ -> Instant.MIN;
    };
  }

  Prior read() {
    if (!Files.isDirectory(prior.folder())) {
      throw new ExportException.InvalidRequest(
          prior.folder()
              + " is not a directory; name the folder of a prior export after the comma");
    }
    VolumeTraits any = new VolumeTraits(true, false, false, TreeNames.LONGEST_NAME);
    new TreeScan(
            request.source(),
            objects,
            request.settings(),
            new TreeNames(any),
            request.limits().maxFiles(),
            this)
        .run(prior.tree());
    ConcurrentMap<Candidate, Found> found = new ConcurrentHashMap<>();
    Workers.each(candidates, () -> new Reader(found));
    return new Prior(prior.folder(), () -> index(found), true, Map.of(), Set.of());
  }

  private ExportIndex index(ConcurrentMap<Candidate, Found> found) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(found.size() * 96);
    IndexWriter writer = new IndexWriter(bytes, found.size());
    for (Candidate each : candidates) {
      Found there = found.get(each);
      if (there != null) {
        int mode = each.executable() ? ExportIndex.EXECUTABLE : ExportIndex.FILE;
        writer.add(each.path(), mode, there.id(), there.stamp());
      }
    }
    writer.finish();
    return ExportIndex.of(bytes.toByteArray(), prior.folder().toString());
  }

  @Override
  public void file(String path, TreeEntry entry, FileContext context) {
    if (!context.substituted()) {
      Optional<ObjectId> id = context.lfs() ? Optional.empty() : Optional.of(entry.id());
      candidates.add(new Candidate(path, id, entry.isExecutable()));
    }
  }

  @Override
  public void symlink(String path, TreeEntry entry) {}

  @Override
  public void submodule(String path, TreeEntry entry) {}

  @Override
  public void directory(String path) {}

  @Override
  public void shared(String path) {}

  /// Looks at one file after the other.
  private final class Reader implements Workers.Worker<Candidate> {
    private final ConcurrentMap<Candidate, Found> found;
    private final FileHash hash = new FileHash();

    Reader(ConcurrentMap<Candidate, Found> found) {
      this.found = found;
    }

    @Override
    public void work(Candidate candidate) {
      Path file = prior.folder().resolve(candidate.path());
      try {
        BasicFileAttributes there =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (there.isRegularFile()) {
          ObjectId id = id(file, candidate, there.size());
          if (candidate.id().isEmpty() || candidate.id().get().equals(id)) {
            found.put(candidate, new Found(id, Stamp.of(there)));
          }
        }
      } catch (IOException _) {
        // Not there, or not to be read: not a file to link from.
      }
    }

    private ObjectId id(Path file, Candidate candidate, long size) throws IOException {
      return request.trustPriors() && candidate.id().isPresent()
          ? candidate.id().get()
          : hash.of(file, size);
    }
  }
}
