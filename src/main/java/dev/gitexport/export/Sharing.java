package dev.gitexport.export;

/// How an unchanged file gets into a new export.
public enum Sharing {
  /// Hardlink, else reflink, else copy; the statistics say which.
  AUTO,
  /// Hardlink, or fail with [ExportException.VolumeUnsuitable].
  HARDLINK,
  /// Reflink (a copy that shares blocks, own inode), or fail.
  REFLINK,
  /// A copy of its own for every export.
  COPY;

  /// What this comes to on a volume.
  ///
  /// @throws ExportException.VolumeUnsuitable when the volume does not have what was asked for
  Sharing on(VolumeTraits traits) {
    return switch (this) {
      case AUTO -> traits.hardlinks() || traits.reflinks() ? AUTO : COPY;
      case HARDLINK -> require(traits.hardlinks(), "hardlinks");
      case REFLINK -> require(traits.reflinks(), "reflinks");
      case COPY -> COPY;
    };
  }

  private Sharing require(boolean present, String what) {
    if (!present) {
      throw new ExportException.VolumeUnsuitable(
          "the volume has no " + what + "; use sharing: Auto, or another volume", null);
    }
    return this;
  }
}
