/** The comparison of a run with earlier runs: each change, with its size and its certainty. */
@NullMarked
package dev.onrush.internal.baseline;

import org.jspecify.annotations.NullMarked;
