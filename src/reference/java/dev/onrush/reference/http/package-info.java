/** The HTTP layer of the reference service: routing, limits, injected faults, metrics. */
@NullMarked
package dev.onrush.reference.http;

import org.jspecify.annotations.NullMarked;
