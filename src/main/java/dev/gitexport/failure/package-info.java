/// What a failure means: the one table from exception to reason and recovery, and the one place
/// that takes secrets and control characters out of text.
@NullMarked
package dev.gitexport.failure;

import org.jspecify.annotations.NullMarked;
