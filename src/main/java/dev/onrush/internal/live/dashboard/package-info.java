/** The dashboard: the page on which a run is watched and steered, and its server. */
@NullMarked
package dev.onrush.internal.live.dashboard;

import org.jspecify.annotations.NullMarked;
