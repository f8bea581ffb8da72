/** All intervals of a run, added up by time, phase, user class and request. */
@NullMarked
package dev.onrush.internal.metrics.timeline;

import org.jspecify.annotations.NullMarked;
