/** What a run is: what was known of it when it began, and its result as far as it is known. */
@NullMarked
package dev.onrush.internal.run.record;

import org.jspecify.annotations.NullMarked;
