/// Tests of folders that commit themselves.
@NullMarked
package dev.gitexport.sync;

import org.jspecify.annotations.NullMarked;
