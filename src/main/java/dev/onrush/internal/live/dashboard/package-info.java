/** The page on which a run is watched and steered, and the server that it comes from. */
@NullMarked
package dev.onrush.internal.live.dashboard;

import org.jspecify.annotations.NullMarked;
