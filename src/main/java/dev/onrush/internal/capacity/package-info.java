/** The search for the highest load that a service sustains, probe by probe, and its result. */
@NullMarked
package dev.onrush.internal.capacity;

import org.jspecify.annotations.NullMarked;
