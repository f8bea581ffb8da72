/** Makes the plan from the traffic of a log, and measures how closely it reproduces the log. */
@NullMarked
package dev.onrush.internal.importing.plan;

import org.jspecify.annotations.NullMarked;
