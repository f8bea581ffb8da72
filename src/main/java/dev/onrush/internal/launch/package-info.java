/**
 * The launch of a simulation that Gatling loads, in one of three roles: as a local run, as a
 * coordinator, or as an injector.
 */
@NullMarked
package dev.onrush.internal.launch;

import org.jspecify.annotations.NullMarked;
