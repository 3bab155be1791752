package dev.gitexport.git;

import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;

/// The content that a pointer names.
///
/// @param file that holds it
/// @param blob the id that it has as a git blob
public record LfsObject(Path file, ObjectId blob) {}
