/** Steps of a chain that Gatling does not provide, and common parts of actions. */
@NullMarked
package dev.onrush.internal.gatling.action;

import org.jspecify.annotations.NullMarked;
