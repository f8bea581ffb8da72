/**
 * Recording of the samples of a run: written on the threads on which they occur, and handed on each
 * second.
 */
@NullMarked
package dev.onrush.internal.metrics.recording;

import org.jspecify.annotations.NullMarked;
