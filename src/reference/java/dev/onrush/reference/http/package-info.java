/** How requests come in and answers go out, and what may be in their way. */
@NullMarked
package dev.onrush.reference.http;

import org.jspecify.annotations.NullMarked;
