/**
 * The entry points: the classes that a simulation extends, and {@link Onrush}, which runs plans
 * from Java.
 */
@NullMarked
package dev.onrush;

import org.jspecify.annotations.NullMarked;
