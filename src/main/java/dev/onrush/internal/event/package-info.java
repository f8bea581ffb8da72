/** The events of a run, for listeners and for a webhook. */
@NullMarked
package dev.onrush.internal.event;

import org.jspecify.annotations.NullMarked;
