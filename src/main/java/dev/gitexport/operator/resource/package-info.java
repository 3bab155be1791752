/// What the reconcilers of all kinds share: what users ask for, which changes count, and how a
/// status is written.
@NullMarked
package dev.gitexport.operator.resource;

import org.jspecify.annotations.NullMarked;
