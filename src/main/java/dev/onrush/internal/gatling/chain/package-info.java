/**
 * A user's chains: the loop that runs them, and their contents as far as they are known before the
 * run.
 */
@NullMarked
package dev.onrush.internal.gatling.chain;

import org.jspecify.annotations.NullMarked;
