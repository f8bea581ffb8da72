/**
 * How virtual users come and go: when each is due, its start, its end, and the count of those that
 * are there.
 */
@NullMarked
package dev.onrush.internal.gatling.arrival;

import org.jspecify.annotations.NullMarked;
