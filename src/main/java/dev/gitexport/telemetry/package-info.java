/// The words of logs and metrics, which dashboards and alerts are built on: an API.
@NullMarked
package dev.gitexport.telemetry;

import org.jspecify.annotations.NullMarked;
