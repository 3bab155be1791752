/// What a GitExport does, seen from outside: resources go in, a volume and a status come out.
@NullMarked
package dev.gitexport.operator.gitexport;

import org.jspecify.annotations.NullMarked;
