/// Where resources of any kind get their repositories from, and what the operator allows of them.
@NullMarked
package dev.gitexport.operator.source;

import org.jspecify.annotations.NullMarked;
