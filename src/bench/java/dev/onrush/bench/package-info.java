/** What Onrush costs, beside raw Gatling on the same work, and while it is watched. */
@NullMarked
package dev.onrush.bench;

import org.jspecify.annotations.NullMarked;
