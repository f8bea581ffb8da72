/** The search for the highest load of a service, probe by probe, and its result. */
@NullMarked
package dev.onrush.internal.capacity;

import org.jspecify.annotations.NullMarked;
