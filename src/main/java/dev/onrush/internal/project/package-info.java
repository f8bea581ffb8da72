/** Writes a new project of load tests, from templates that it shares with the archetype. */
@NullMarked
package dev.onrush.internal.project;

import org.jspecify.annotations.NullMarked;
