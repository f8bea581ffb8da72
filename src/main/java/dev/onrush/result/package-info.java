/**
 * What a run returns and a report reads: its verdict, thresholds, statistics and figures over time,
 * read only.
 */
@NullMarked
package dev.onrush.result;

import org.jspecify.annotations.NullMarked;
