/** Sums of all intervals of a run by time, phase, user class and request. */
@NullMarked
package dev.onrush.internal.metrics.timeline;

import org.jspecify.annotations.NullMarked;
