/** What a service says of the traces of slow and failed requests: the spans that it sends. */
@NullMarked
package dev.onrush.internal.trace;

import org.jspecify.annotations.NullMarked;
