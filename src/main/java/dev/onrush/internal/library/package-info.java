/**
 * Checks whether the libraries on the class path fit the ones that Onrush was built with, and reads
 * the texts of its own jar.
 */
@NullMarked
package dev.onrush.internal.library;

import org.jspecify.annotations.NullMarked;
