/**
 * The look at the target before a run: whether it can be resolved, connected to and shaken hands
 * with.
 */
@NullMarked
package dev.onrush.internal.gatling.target;

import org.jspecify.annotations.NullMarked;
