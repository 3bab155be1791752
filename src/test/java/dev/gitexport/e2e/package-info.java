/// What people install, on a node with real pods and volumes: `make e2e` brings it up.
@NullMarked
package dev.gitexport.e2e;

import org.jspecify.annotations.NullMarked;
