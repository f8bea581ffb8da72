/** Makes a simulation from what happened in production. */
@NullMarked
package dev.onrush.internal.importing;

import org.jspecify.annotations.NullMarked;
