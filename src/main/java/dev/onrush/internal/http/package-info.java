/** What the small HTTP servers of a run have in common. */
@NullMarked
package dev.onrush.internal.http;

import org.jspecify.annotations.NullMarked;
