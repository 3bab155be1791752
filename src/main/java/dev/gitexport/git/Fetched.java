package dev.gitexport.git;

/// What a fetch brought: the tree, and the source to read it from.
///
/// @param source for the caller to close
public record Fetched(TreeSource source, ResolvedTree tree) implements AutoCloseable {

  @Override
  public void close() {
    source.close();
  }
}
