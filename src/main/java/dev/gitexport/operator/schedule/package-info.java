/// When work is done again: at intervals and after failures, never by everybody at once.
@NullMarked
package dev.gitexport.operator.schedule;

import org.jspecify.annotations.NullMarked;
