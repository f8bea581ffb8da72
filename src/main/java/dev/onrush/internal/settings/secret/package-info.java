/** Secrets, which no output shows. */
@NullMarked
package dev.onrush.internal.settings.secret;

import org.jspecify.annotations.NullMarked;
