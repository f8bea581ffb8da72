/** What the settings make of a plan: its size, its parts, its thresholds, its targets. */
@NullMarked
package dev.onrush.internal.launch.plan;

import org.jspecify.annotations.NullMarked;
