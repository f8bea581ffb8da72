/**
 * The data of a run: samples, intervals that sum them up, and the timeline of all intervals.
 * Merging is addition everywhere.
 */
@NullMarked
package dev.onrush.internal.metrics;

import org.jspecify.annotations.NullMarked;
