/** What was sent and answered, as text: kept while a run goes, in a file, and read from there. */
@NullMarked
package dev.onrush.internal.exchange;

import org.jspecify.annotations.NullMarked;
