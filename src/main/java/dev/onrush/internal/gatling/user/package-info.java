/** Virtual users of a plan: how many there are, when the next one is due, and who may stay. */
@NullMarked
package dev.onrush.internal.gatling.user;

import org.jspecify.annotations.NullMarked;
