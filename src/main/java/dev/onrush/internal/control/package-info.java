/** A run steered by hand: what can be asked for while it goes, and what becomes of its profile. */
@NullMarked
package dev.onrush.internal.control;

import org.jspecify.annotations.NullMarked;
