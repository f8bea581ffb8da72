/** A new project of load tests, from the templates that the archetype has too. */
@NullMarked
package dev.onrush.internal.project;

import org.jspecify.annotations.NullMarked;
