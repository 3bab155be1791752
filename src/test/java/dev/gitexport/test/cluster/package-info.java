/// A real API server for tests: role-based access, CEL rules, server-side apply and tokens behave
/// as in a cluster, because it is one.
@NullMarked
package dev.gitexport.test.cluster;

import org.jspecify.annotations.NullMarked;
