/// Holds what is under `deploy/` equal to what the model says.
@NullMarked
package dev.gitexport.deploy;

import org.jspecify.annotations.NullMarked;
