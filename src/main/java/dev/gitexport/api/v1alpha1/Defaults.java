package dev.gitexport.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a field means that is left out. The CRD's schema and the records read the same constants;
/// Jackson hands over `null` for a field that is not there, and this is where that ends.
public final class Defaults {

  public static final String TREEISH = "HEAD";
  public static final String INTERVAL = "5m";
  public static final String TIMEOUT = "2m";
  public static final String FILE_MODE = "0444";
  public static final String DIR_MODE = "0755";
  public static final String LINK = "current";
  public static final int RETENTION_COUNT = 5;
  public static final String RETENTION_MIN_AGE = "10m";

  public static final String SYNC_INTERVAL = "1m";
  public static final String QUIET_PERIOD = "10s";
  public static final String MAX_DELAY = "5m";
  public static final String MESSAGE =
      "{namespace}/{name}: {added} added, {modified} modified, {deleted} deleted";
  public static final String AUTHOR_NAME = "gitexport";
  public static final String AUTHOR_EMAIL = "gitexport@localhost";
  public static final String MAX_DELETIONS = "50%";

  private Defaults() {}

  static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  static <T> List<T> or(@Nullable List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
