/// Tests of the export engine on real file systems and real repositories.
@NullMarked
package dev.gitexport.export;

import org.jspecify.annotations.NullMarked;
