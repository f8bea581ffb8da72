/** A user's chains: their loop, and what can be known of them before they run. */
@NullMarked
package dev.onrush.internal.gatling.chain;

import org.jspecify.annotations.NullMarked;
