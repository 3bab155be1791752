/// Holds the documentation to what the program does: what it tells a reader to type is typed, and
/// what it tells a reader to apply is applied.
@NullMarked
package dev.gitexport.docs;

import org.jspecify.annotations.NullMarked;
