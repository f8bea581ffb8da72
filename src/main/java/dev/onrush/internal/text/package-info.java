/**
 * Text that is safe to print: control characters are shown, and streams are filtered line by line.
 */
@NullMarked
package dev.onrush.internal.text;

import org.jspecify.annotations.NullMarked;
