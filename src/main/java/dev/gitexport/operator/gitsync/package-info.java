/// Work on a GitSync: from the resource to a request of the engine, and from what happened back to
/// its status. The folder's state lies in the namespace's `.gitsync` directory, which only the
/// operator may enter: `owner.json` says whose the folder is, `repo.git` holds its commits.
@NullMarked
package dev.gitexport.operator.gitsync;

import org.jspecify.annotations.NullMarked;
