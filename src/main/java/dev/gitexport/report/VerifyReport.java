package dev.gitexport.report;

import dev.gitexport.export.Damage;
import java.util.List;

/// Exports of one target, compared with their indexes.
public record VerifyReport(String target, List<Line> exports) {

  public VerifyReport {
    exports = List.copyOf(exports);
  }

  /// One export.
  ///
  /// @param repairedBy the export that was made in its place; empty for none
  public record Line(String export, List<DamagedPath> damage, String repairedBy) {

    public Line {
      damage = List.copyOf(damage);
    }

    /// Nothing differs, or a good export was made in its place.
    public boolean isGood() {
      return damage.isEmpty() || !repairedBy.isEmpty();
    }
  }

  /// A path that is not what the index says.
  public record DamagedPath(String path, String what) {

    public static DamagedPath of(Damage damage) {
      return new DamagedPath(damage.path(), damage.what());
    }
  }

  public boolean isGood() {
    return exports.stream().allMatch(Line::isGood);
  }
}
