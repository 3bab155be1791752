/// What Java's file API has no single call for: writing so that a power cut loses nothing, and
/// deleting whole directories.
@NullMarked
package dev.gitexport.files;

import org.jspecify.annotations.NullMarked;
