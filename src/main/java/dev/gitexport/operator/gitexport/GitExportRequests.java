package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportSpec;
import dev.gitexport.api.v1alpha1.LimitsSpec;
import dev.gitexport.api.v1alpha1.PermissionsSpec;
import dev.gitexport.api.v1alpha1.RetentionSpec;
import dev.gitexport.api.v1alpha1.SharedDirectory;
import dev.gitexport.export.ExportSettings;
import dev.gitexport.export.Limits;
import dev.gitexport.export.Owner;
import dev.gitexport.export.Permissions;
import dev.gitexport.export.Pin;
import dev.gitexport.export.Publication;
import dev.gitexport.export.Retention;
import dev.gitexport.export.Sharing;
import dev.gitexport.export.SymlinkPolicy;
import dev.gitexport.export.Target;
import dev.gitexport.failure.InputException;
import dev.gitexport.git.GitNamespace;
import dev.gitexport.git.History;
import dev.gitexport.git.Refspecs;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.SourceVerification;
import dev.gitexport.git.Treeish;
import dev.gitexport.git.TrustedKeys;
import dev.gitexport.git.VerifyMode;
import dev.gitexport.operator.resource.SpecField;
import dev.gitexport.operator.source.GitSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// From a resource to a request of the engine. What the API server would have refused is refused
/// here too: a manifest on the command line has met none.
///
/// @param volume where the volume is mounted
public record GitExportRequests(Path volume) {

  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");

  /// @param owner whom the target belongs to
  /// @param secret what `spec.secretRef` names
  /// @param keys what `spec.verify.secretRef` names
  /// @throws InputException.InvalidSpec naming the field
  public GitExportRequest from(
      GitExport resource, Owner owner, SourceSecret secret, Optional<TrustedKeys> keys) {
    GitExportSpec spec = resource.getSpec();
    return new GitExportRequest(
        SpecField.of(
            "spec.repository",
            () ->
                new GitSource(
                    spec.repository(),
                    SpecField.of("spec.gitNamespace", () -> new GitNamespace(spec.gitNamespace())),
                    history(spec),
                    secret)),
        SpecField.of("spec.treeish", () -> new Treeish(spec.treeish())),
        new SourceOptions(
            verification(spec, keys), SpecField.of("spec.refspecs", () -> refspecs(spec))),
        publication(resource, owner),
        settings(spec),
        sharing(spec),
        limits(spec.limits()),
        SpecField.of("spec.interval", () -> SpecField.atLeastASecond(spec.interval().toDuration())),
        SpecField.of("spec.timeout", () -> SpecField.atLeastASecond(spec.timeout().toDuration())));
  }

  /// The place, owner and rules of what a resource publishes.
  public Publication publication(GitExport resource, Owner owner) {
    GitExportSpec spec = resource.getSpec();
    Target target = target(owner.namespace(), owner.name());
    Pin pin =
        SpecField.of(
            "spec.publish.pin", () -> new Pin(spec.publish().pin(), Generation.of(resource)));
    Retention retention = SpecField.of("spec.retention", () -> retention(spec.retention()));
    return SpecField.of(
        "spec.publish.link",
        () -> new Publication(target, owner, spec.publish().link(), pin, retention));
  }

  private Target target(String namespace, String name) {
    SpecField.checkNames(namespace, name);
    return SpecField.of("metadata.name", () -> new Target(volume, namespace + "/" + name));
  }

  private static ExportSettings settings(GitExportSpec spec) {
    Permissions permissions =
        SpecField.of("spec.permissions", () -> permissions(spec.permissions()));
    return SpecField.of(
        "spec.shared",
        () ->
            new ExportSettings(
                spec.include(),
                spec.ignore(),
                spec.recurseSubmodules(),
                spec.lfs(),
                spec.exportAttributes(),
                symlinks(spec),
                permissions,
                spec.shared().stream().map(SharedDirectory::path).toList()));
  }

  private static SymlinkPolicy symlinks(GitExportSpec spec) {
    return switch (spec.symlinks()) {
      case CONTAINED -> SymlinkPolicy.CONTAINED;
      case SKIP -> SymlinkPolicy.SKIP;
      case PRESERVE -> SymlinkPolicy.PRESERVE;
    };
  }

  private static Sharing sharing(GitExportSpec spec) {
    return switch (spec.sharing()) {
      case AUTO -> Sharing.AUTO;
      case HARDLINK -> Sharing.HARDLINK;
      case REFLINK -> Sharing.REFLINK;
      case COPY -> Sharing.COPY;
    };
  }

  private static Permissions permissions(PermissionsSpec spec) {
    Integer gid = spec.gid();
    return new Permissions(
        gid == null ? Permissions.KEEP_GROUP : gid,
        octal("fileMode", spec.fileMode()),
        octal("dirMode", spec.dirMode()));
  }

  private static int octal(String name, String mode) {
    if (!MODE.matcher(mode).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' is no mode: write three octal digits in quotes, as \"0755\""
              .formatted(name, mode));
    }
    return Integer.parseInt(mode, 8);
  }

  private static Retention retention(RetentionSpec spec) {
    var maxAge = spec.maxAge();
    return new Retention(
        spec.count(),
        spec.minAge().toDuration(),
        maxAge == null ? Retention.FOREVER : maxAge.toDuration(),
        Set.copyOf(spec.keep()));
  }

  private static Limits limits(LimitsSpec spec) {
    Limits most = Limits.DEFAULT;
    Long files = spec.maxFiles();
    return SpecField.of(
        "spec.limits",
        () ->
            new Limits(
                SpecField.bytes("maxBytes", spec.maxBytes(), most.maxBytes()),
                files == null ? most.maxFiles() : files,
                SpecField.bytes("maxFileBytes", spec.maxFileBytes(), most.maxFileBytes())));
  }

  private static Optional<SourceVerification> verification(
      GitExportSpec spec, Optional<TrustedKeys> keys) {
    return Optional.ofNullable(spec.verify())
        .map(verify ->
            new SourceVerification(
                switch (verify.mode()) {
                  case HEAD -> VerifyMode.HEAD;
                  case TAG -> VerifyMode.TAG;
                  case TAG_AND_HEAD -> VerifyMode.TAG_AND_HEAD;
                },
                keys.orElseThrow(() ->
                    new InputException.InvalidSpec(
                        "spec.verify.secretRef", "it is required: a Secret with keys", null))));
  }

  private static Optional<Refspecs> refspecs(GitExportSpec spec) {
    return spec.refspecs().isEmpty()
        ? Optional.empty()
        : Optional.of(Refspecs.parse(spec.refspecs()));
  }

  /// Refs that may lose nothing need all of their past.
  private static History history(GitExportSpec spec) {
    return switch (spec.history()) {
      case SHALLOW -> spec.refspecs().isEmpty() ? History.SHALLOW : History.FULL;
      case FULL -> History.FULL;
    };
  }
}
