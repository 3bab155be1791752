/// Tests of the package.
@NullMarked
package dev.gitexport.failure;

import org.jspecify.annotations.NullMarked;
