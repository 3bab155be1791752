/// Tests of the package.
@NullMarked
package dev.gitexport.operator.status;

import org.jspecify.annotations.NullMarked;
