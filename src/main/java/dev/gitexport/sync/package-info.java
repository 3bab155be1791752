/// Folders that commit and push themselves.
///
/// A run looks at every file's size, time and mode against an index, reads what changed until it
/// holds still ([FolderScan], [FileReading]), asks the guards ([Guards]), and commits. Then it
/// fetches: local commits are put on top of what the remote has ([Rebase]), or the policy for
/// conflicts decides ([Exchange]). The remote is written first, with a lease; then the folder, file
/// by file and never over a change that was not committed ([FolderUpdate]); then the branch, then
/// the index. Killed between any two of these, the next run finds the same content on both sides
/// and goes on.
@NullMarked
package dev.gitexport.sync;

import org.jspecify.annotations.NullMarked;
