/** The limit on the number of kept runs, and the deletion of older ones. */
@NullMarked
package dev.onrush.internal.run.retention;

import org.jspecify.annotations.NullMarked;
