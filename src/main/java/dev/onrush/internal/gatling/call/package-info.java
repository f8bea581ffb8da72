/** Java calls as requests: the step, its threads, and what a call waits for them. */
@NullMarked
package dev.onrush.internal.gatling.call;

import org.jspecify.annotations.NullMarked;
