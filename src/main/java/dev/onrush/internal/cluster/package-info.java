/**
 * Runs over several injectors. A coordinator starts the injectors, adds up their intervals, and
 * steers and judges the run.
 */
@NullMarked
package dev.onrush.internal.cluster;

import org.jspecify.annotations.NullMarked;
