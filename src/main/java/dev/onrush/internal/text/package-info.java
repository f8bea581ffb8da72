/**
 * Makes text safe to print: control characters are shown as text, streams are filtered line by
 * line, and a stuck output does not block the threads that print.
 */
@NullMarked
package dev.onrush.internal.text;

import org.jspecify.annotations.NullMarked;
