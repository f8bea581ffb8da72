/** A run against earlier ones: what changed, by how much, and how certain that is. */
@NullMarked
package dev.onrush.internal.baseline;

import org.jspecify.annotations.NullMarked;
