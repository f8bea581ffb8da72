/**
 * The way from a simulation that Gatling loads to a run at work, in one of three roles: a local
 * run, a coordinator, or an injector.
 */
@NullMarked
package dev.onrush.internal.launch;

import org.jspecify.annotations.NullMarked;
