/** Where settings come from: files, variables, system properties and the code of a simulation. */
@NullMarked
package dev.onrush.internal.settings.source;

import org.jspecify.annotations.NullMarked;
