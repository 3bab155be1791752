/// What Java's file API has no single call for: writing so that a power cut loses nothing, deleting
/// whole directories, and functions of the C library.
@NullMarked
package dev.gitexport.files;

import org.jspecify.annotations.NullMarked;
