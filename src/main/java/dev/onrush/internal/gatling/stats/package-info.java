/** Where Gatling reports what it did: each request and each failure becomes a sample. */
@NullMarked
package dev.onrush.internal.gatling.stats;

import org.jspecify.annotations.NullMarked;
