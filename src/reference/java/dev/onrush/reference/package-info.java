/** The HTTP service over a real PostgreSQL that sample simulations load when no target is given. */
@NullMarked
package dev.onrush.reference;

import org.jspecify.annotations.NullMarked;
