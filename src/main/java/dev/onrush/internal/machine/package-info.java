/** The machine that the generator runs on: its limits, and its health while a run goes on. */
@NullMarked
package dev.onrush.internal.machine;

import org.jspecify.annotations.NullMarked;
