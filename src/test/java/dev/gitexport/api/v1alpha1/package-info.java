/// Tests of the package.
@NullMarked
package dev.gitexport.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
