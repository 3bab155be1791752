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

  private record Candidate(String path, ObjectId id, boolean executable) {}

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
    ConcurrentMap<Candidate, Stamp> stamps = new ConcurrentHashMap<>();
    Workers.each(candidates, () -> new Reader(stamps));
    return new Prior(prior.folder(), () -> index(stamps), true, Set.of());
  }

  private ExportIndex index(ConcurrentMap<Candidate, Stamp> stamps) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(stamps.size() * 96);
    IndexWriter writer = new IndexWriter(bytes, stamps.size());
    for (Candidate each : candidates) {
      Stamp stamp = stamps.get(each);
      if (stamp != null) {
        int mode = each.executable() ? ExportIndex.EXECUTABLE : ExportIndex.FILE;
        writer.add(each.path(), mode, each.id(), stamp);
      }
    }
    writer.finish();
    return ExportIndex.of(bytes.toByteArray(), prior.folder().toString());
  }

  @Override
  public void file(String path, TreeEntry entry, Optional<ResolvedTree> substituted) {
    if (substituted.isEmpty()) {
      candidates.add(new Candidate(path, entry.id(), entry.isExecutable()));
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
    private final ConcurrentMap<Candidate, Stamp> stamps;
    private final FileHash hash = new FileHash();

    Reader(ConcurrentMap<Candidate, Stamp> stamps) {
      this.stamps = stamps;
    }

    @Override
    public void work(Candidate candidate) {
      Path file = prior.folder().resolve(candidate.path());
      try {
        BasicFileAttributes found =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isRegularFile() && holds(file, candidate, found.size())) {
          stamps.put(candidate, Stamp.of(found));
        }
      } catch (IOException _) {
        // Not there, or not to be read: not a file to link from.
      }
    }

    private boolean holds(Path file, Candidate candidate, long size) throws IOException {
      return request.trustPriors() || hash.of(file, size).equals(candidate.id());
    }
  }
}
