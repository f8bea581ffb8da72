/** Converts recordings of a user's requests, from a browser or a proxy, to journeys. */
@NullMarked
package dev.onrush.internal.importing.recording;

import org.jspecify.annotations.NullMarked;
