/// Tests of the package.
@NullMarked
package dev.gitexport.operator.resource;

import org.jspecify.annotations.NullMarked;
