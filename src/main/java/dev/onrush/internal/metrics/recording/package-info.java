/**
 * What happens in a run, written down on the threads where it happens, and handed on each second.
 */
@NullMarked
package dev.onrush.internal.metrics.recording;

import org.jspecify.annotations.NullMarked;
