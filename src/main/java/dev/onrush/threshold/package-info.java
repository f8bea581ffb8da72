/** The language of thresholds: a measure and its condition, as values and as text. */
@NullMarked
package dev.onrush.threshold;

import org.jspecify.annotations.NullMarked;
