/// What tests of every package share.
@NullMarked
package dev.gitexport.test;

import org.jspecify.annotations.NullMarked;
