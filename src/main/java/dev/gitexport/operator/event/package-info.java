/// Kubernetes events: what happened to a resource, for `kubectl describe` and alerting.
@NullMarked
package dev.gitexport.operator.event;

import org.jspecify.annotations.NullMarked;
