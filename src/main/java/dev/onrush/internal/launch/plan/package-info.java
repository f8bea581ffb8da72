/** The effects of the settings on a plan: its size, its parts, its thresholds, and its targets. */
@NullMarked
package dev.onrush.internal.launch.plan;

import org.jspecify.annotations.NullMarked;
