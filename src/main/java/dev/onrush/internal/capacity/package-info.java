/** The search for the capacity of a service: the next level to try, and the result. */
@NullMarked
package dev.onrush.internal.capacity;

import org.jspecify.annotations.NullMarked;
