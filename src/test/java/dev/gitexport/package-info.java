/// Rules over the whole of the code: the architecture and the shape of the sources.
@NullMarked
package dev.gitexport;

import org.jspecify.annotations.NullMarked;
