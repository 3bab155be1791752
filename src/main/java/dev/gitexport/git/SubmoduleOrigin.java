package dev.gitexport.git;

import org.eclipse.jgit.lib.ObjectId;

/// Where the submodules of one repository come from.
@FunctionalInterface
public interface SubmoduleOrigin {

  /// A submodule's repository with the commit that is asked for.
  ///
  /// @param name of the submodule, without `..`
  /// @param url as `.gitmodules` has it: not to be trusted
  /// @throws GitException.ContentRefused when it may not come from there
  /// @throws GitException when it cannot be had
  Submodule open(String name, String url, ObjectId commit);

  /// A submodule that can be read.
  ///
  /// @param fetched for the caller to close
  /// @param submodules where its own come from
  /// @param lfs where its LFS objects come from
  record Submodule(Fetched fetched, SubmoduleOrigin submodules, LfsOrigin lfs) {}
}
