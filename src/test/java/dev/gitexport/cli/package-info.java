/// Tests of the package.
@NullMarked
package dev.gitexport.cli;

import org.jspecify.annotations.NullMarked;
