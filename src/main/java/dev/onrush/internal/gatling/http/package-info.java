/** HTTP as Gatling sends it: timed in nanoseconds, with what was sent and received. */
@NullMarked
package dev.onrush.internal.gatling.http;

import org.jspecify.annotations.NullMarked;
