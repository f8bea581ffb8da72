/**
 * The warm-up of the generator, against a responder of its own, before the clock of a run starts.
 */
@NullMarked
package dev.onrush.internal.gatling.warmup;

import org.jspecify.annotations.NullMarked;
