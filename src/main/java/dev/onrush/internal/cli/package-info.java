/** The commands of {@code Onrush.main} and of the executable jar. */
@NullMarked
package dev.onrush.internal.cli;

import org.jspecify.annotations.NullMarked;
