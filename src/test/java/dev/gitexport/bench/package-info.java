/// A process that `bench/run` keeps warm and tells what to export.
@NullMarked
package dev.gitexport.bench;

import org.jspecify.annotations.NullMarked;
