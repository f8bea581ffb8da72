/** The data of a run: its description at the start, and its result as far as it is known. */
@NullMarked
package dev.onrush.internal.run.record;

import org.jspecify.annotations.NullMarked;
