/** Distributions of times: exact, mergeable, with three significant digits. */
@NullMarked
package dev.onrush.internal.metrics.histogram;

import org.jspecify.annotations.NullMarked;
