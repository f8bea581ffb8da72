/** What a run tells, while it goes, to whoever wants to act on it: listeners, and a webhook. */
@NullMarked
package dev.onrush.internal.event;

import org.jspecify.annotations.NullMarked;
