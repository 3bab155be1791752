/// Results as JSON: what `--output json` prints. Field names are an API: they are added to, never
/// changed.
@NullMarked
package dev.gitexport.report;

import org.jspecify.annotations.NullMarked;
