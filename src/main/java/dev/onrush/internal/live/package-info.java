/** What is shown of a run while it goes. */
@NullMarked
package dev.onrush.internal.live;

import org.jspecify.annotations.NullMarked;
