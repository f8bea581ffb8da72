/** The settings of a run, from files, environment variables and {@code -D}. */
@NullMarked
package dev.onrush.internal.settings;

import org.jspecify.annotations.NullMarked;
