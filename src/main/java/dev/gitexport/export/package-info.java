/// From a tree to a published directory on a volume: plan against the retained exports, stage,
/// sync, index, check, name, flip, prune. Plain Java; knows no Kubernetes.
@NullMarked
package dev.gitexport.export;

import org.jspecify.annotations.NullMarked;
