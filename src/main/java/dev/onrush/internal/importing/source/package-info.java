/** Writes the Java source of a plan, and the files next to it. */
@NullMarked
package dev.onrush.internal.importing.source;

import org.jspecify.annotations.NullMarked;
