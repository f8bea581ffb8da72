/** Comparison of a run with earlier ones: each change, with its size and its certainty. */
@NullMarked
package dev.onrush.internal.baseline;

import org.jspecify.annotations.NullMarked;
