/**
 * Requests and their answers as text: recorded during a run, written to a file, and read from it.
 */
@NullMarked
package dev.onrush.internal.exchange;

import org.jspecify.annotations.NullMarked;
