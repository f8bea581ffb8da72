/** The step of a chain that records a sample of one of the simulation's own metrics. */
@NullMarked
package dev.onrush.internal.gatling.metric;

import org.jspecify.annotations.NullMarked;
