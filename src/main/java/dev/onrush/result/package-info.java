/**
 * The read-only result that a run returns and a report reads: its verdict, thresholds, statistics
 * and figures over time.
 */
@NullMarked
package dev.onrush.result;

import org.jspecify.annotations.NullMarked;
