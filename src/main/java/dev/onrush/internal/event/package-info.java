/** The events of a run, for listeners and a webhook. */
@NullMarked
package dev.onrush.internal.event;

import org.jspecify.annotations.NullMarked;
