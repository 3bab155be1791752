package dev.gitexport.git;

import org.eclipse.jgit.lib.ObjectId;

/// What a treeish's name is, before any suffix: perhaps an annotated tag.
///
/// @param ref its full name inside its repository; empty when it was named by its id
public record NamedObject(String ref, ObjectId id) {}
