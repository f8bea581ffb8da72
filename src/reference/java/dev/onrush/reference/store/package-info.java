/** A real PostgreSQL that cannot outlive its service, and the connections to it. */
@NullMarked
package dev.onrush.reference.store;

import org.jspecify.annotations.NullMarked;
