/** What Onrush costs, beside raw Gatling on the same work. */
@NullMarked
package dev.onrush.bench;

import org.jspecify.annotations.NullMarked;
