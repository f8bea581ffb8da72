/** The libraries that Onrush was built with, and whether those of the class path fit. */
@NullMarked
package dev.onrush.internal.library;

import org.jspecify.annotations.NullMarked;
