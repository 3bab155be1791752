package dev.gitexport.git;

/// A place in an export that names an LFS object.
///
/// @param repository the tree that it was found in, of a superproject or one of its submodules
/// @param path of the pointer in the export
public record LfsLink(ResolvedTree repository, String path, LfsPointer pointer) {}
