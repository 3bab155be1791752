/// Conditions as kstatus reads them. Pure functions from what was observed and what happened.
@NullMarked
package dev.gitexport.operator.status;

import org.jspecify.annotations.NullMarked;
