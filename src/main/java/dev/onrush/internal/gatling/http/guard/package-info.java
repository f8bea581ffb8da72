/**
 * Sees to it, on each connection, that a request gets its own response, its time, and its error.
 */
@NullMarked
package dev.onrush.internal.gatling.http.guard;

import org.jspecify.annotations.NullMarked;
