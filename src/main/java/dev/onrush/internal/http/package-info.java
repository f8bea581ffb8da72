/** Threads that the HTTP servers of a run share. */
@NullMarked
package dev.onrush.internal.http;

import org.jspecify.annotations.NullMarked;
