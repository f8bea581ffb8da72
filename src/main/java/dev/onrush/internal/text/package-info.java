/**
 * Text that is safe to print: control characters are shown, streams are filtered line by line, and
 * an output that is stuck holds nobody up.
 */
@NullMarked
package dev.onrush.internal.text;

import org.jspecify.annotations.NullMarked;
