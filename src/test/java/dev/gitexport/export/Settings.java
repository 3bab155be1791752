package dev.gitexport.export;

import java.util.List;

/// Settings that differ from the default ones in what a test names.
final class Settings {

  private List<String> include = List.of();
  private String ignore = "";
  private boolean recurseSubmodules;
  private boolean lfs;
  private boolean exportAttributes = true;
  private SymlinkPolicy symlinks = SymlinkPolicy.CONTAINED;
  private Permissions permissions = Permissions.DEFAULT;
  private List<String> shared = List.of();

  private Settings() {}

  static Settings with() {
    return new Settings();
  }

  Settings include(List<String> patterns) {
    include = patterns;
    return this;
  }

  Settings ignore(String patterns) {
    ignore = patterns;
    return this;
  }

  Settings submodules() {
    recurseSubmodules = true;
    return this;
  }

  Settings lfs(boolean follow) {
    lfs = follow;
    return this;
  }

  Settings exportAttributes(boolean honour) {
    exportAttributes = honour;
    return this;
  }

  Settings symlinks(SymlinkPolicy policy) {
    symlinks = policy;
    return this;
  }

  Settings permissions(Permissions modes) {
    permissions = modes;
    return this;
  }

  Settings shared(String... paths) {
    shared = List.of(paths);
    return this;
  }

  ExportSettings made() {
    return new ExportSettings(
        include, ignore, recurseSubmodules, lfs, exportAttributes, symlinks, permissions, shared);
  }
}
