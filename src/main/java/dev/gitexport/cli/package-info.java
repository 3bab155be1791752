/// The command line: one class a command, no logic of its own.
@NullMarked
package dev.gitexport.cli;

import org.jspecify.annotations.NullMarked;
