/** What is shown of a run while it goes. */
@NullMarked
package dev.onrush.live;

import org.jspecify.annotations.NullMarked;
