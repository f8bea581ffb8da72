/** Samples become intervals, intervals add up to a timeline; merging is addition everywhere. */
@NullMarked
package dev.onrush.internal.metrics;

import org.jspecify.annotations.NullMarked;
