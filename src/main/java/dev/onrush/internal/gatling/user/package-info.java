/**
 * Virtual users of a plan: how many there are, the clock by which they are due, and when they
 * leave.
 */
@NullMarked
package dev.onrush.internal.gatling.user;

import org.jspecify.annotations.NullMarked;
