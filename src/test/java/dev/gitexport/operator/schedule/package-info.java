/// Tests of the package.
@NullMarked
package dev.gitexport.operator.schedule;

import org.jspecify.annotations.NullMarked;
