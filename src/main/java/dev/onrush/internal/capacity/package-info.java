/** How much a service takes: which level to try next, and what was found. */
@NullMarked
package dev.onrush.internal.capacity;

import org.jspecify.annotations.NullMarked;
