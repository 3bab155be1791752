/// Repositories, treeishes, fetch and push. All of JGit's transports stay behind this package, and
/// JGit is kept from everything but a repository's own files ([HermeticSystemReader],
/// [SealedFileSystem]).
///
/// A treeish is resolved in three steps, by git's rules: its name through the refs of one source
/// ([RefNames]: a full id, then a ref, then an abbreviated id), its suffixes from object to object
/// ([RevisionSteps]), its path tree by tree ([TreePath]). Every commit, tag and tree on the way is
/// hashed ([VerifiedObjects]).
///
/// A fetch goes under the store's lock: sweep what a dead run left, receive a pack and check it,
/// walk from the wanted tips so that nothing is missing, and only then let refs name them
/// ([StoreFetch]). A shallow store is deepened until the treeish resolves ([TreeishFetch]). Damage
/// is renamed out of the way and fetched again ([StoreRepair]).
@NullMarked
package dev.gitexport.git;

import org.jspecify.annotations.NullMarked;
