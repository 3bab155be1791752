package dev.gitexport.cli;

import dev.gitexport.export.ExportSettings;
import dev.gitexport.export.Limits;
import dev.gitexport.export.Permissions;
import dev.gitexport.export.Sharing;
import dev.gitexport.export.SymlinkPolicy;
import java.util.List;
import picocli.CommandLine.Option;

/// What of a tree is exported, how, and how much at most.
final class ContentOptions {

  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      description = "Export only what this gitignore pattern matches; may be repeated.")
  private List<String> include = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "PATTERN",
      description = "Leave out what this gitignore pattern matches; may be repeated.")
  private List<String> ignore = List.of();

  @Option(
      names = "--recurse-submodules",
      description =
          "Export submodules too, at the commits that the tree names: of a clone those that it has"
              + " fetched, of a URL those that are at the same scheme, host and port.")
  private boolean recurseSubmodules;

  @Option(
      names = "--lfs",
      description =
          "Export the files that LFS pointers name: of a clone those that it has fetched, of an"
              + " https or ssh URL from its LFS server.")
  private boolean lfs;

  @Option(
      names = "--no-export-attributes",
      description = "Take export-ignore and export-subst for ordinary attributes.")
  private boolean noExportAttributes;

  @Option(
      names = "--symlinks",
      paramLabel = "MODE",
      defaultValue = "contained",
      description =
          "A symlink that leaves the export: contained refuses the export, skip leaves the link"
              + " out, preserve keeps it (default: contained).")
  private SymlinkPolicy symlinks = SymlinkPolicy.CONTAINED;

  @Option(
      names = "--sharing",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "How unchanged files are shared: auto, hardlink, reflink or copy (default: auto,"
              + " the first of them that works).")
  private Sharing sharing = Sharing.AUTO;

  @Option(
      names = "--max-files",
      paramLabel = "N",
      description = "Refuse a tree with more files (default: 1000000).")
  private long maxFiles = Limits.DEFAULT.maxFiles();

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      converter = Bytes.class,
      description = "Refuse a larger tree (default: 20Gi).")
  private Long maxBytes = Limits.DEFAULT.maxBytes();

  @Option(
      names = "--max-file-bytes",
      paramLabel = "SIZE",
      converter = Bytes.class,
      description = "Refuse a tree with a larger file (default: 2Gi).")
  private Long maxFileBytes = Limits.DEFAULT.maxFileBytes();

  ExportSettings settings() {
    return new ExportSettings(
        include,
        String.join("\n", ignore),
        recurseSubmodules,
        lfs,
        !noExportAttributes,
        symlinks,
        Permissions.DEFAULT,
        List.of());
  }

  Sharing sharing() {
    return sharing;
  }

  Limits limits() {
    return Arguments.parse("limits", "", _ -> new Limits(maxBytes, maxFiles, maxFileBytes));
  }
}
