/** The live views of a run. */
@NullMarked
package dev.onrush.internal.live;

import org.jspecify.annotations.NullMarked;
