/// Work on a GitExport: from the resource to a request of the engine, and from what happened back
/// to its status. The command line's `apply` and the reconciler both come through here, so they
/// cannot disagree.
@NullMarked
package dev.gitexport.operator.gitexport;

import org.jspecify.annotations.NullMarked;
