/// The operator's own process: its configuration, and how its parts are put together.
@NullMarked
package dev.gitexport.operator;

import org.jspecify.annotations.NullMarked;
