/// The operator as its own process, against a real API server.
@NullMarked
package dev.gitexport.operator;

import org.jspecify.annotations.NullMarked;
