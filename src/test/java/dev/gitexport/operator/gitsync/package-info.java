/// What is true of work on a GitSync.
@NullMarked
package dev.gitexport.operator.gitsync;

import org.jspecify.annotations.NullMarked;
