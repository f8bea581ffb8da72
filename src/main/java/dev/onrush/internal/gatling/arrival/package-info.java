/**
 * The arrival and departure of virtual users: when each is due, its start, its end, and the number
 * of active users.
 */
@NullMarked
package dev.onrush.internal.gatling.arrival;

import org.jspecify.annotations.NullMarked;
