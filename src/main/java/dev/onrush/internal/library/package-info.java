/** Checks whether the libraries on the class path fit the ones that Onrush was built with. */
@NullMarked
package dev.onrush.internal.library;

import org.jspecify.annotations.NullMarked;
