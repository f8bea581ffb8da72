/** Receives the spans that a service sends, for the traces of slow and failed requests. */
@NullMarked
package dev.onrush.internal.trace;

import org.jspecify.annotations.NullMarked;
