/** Steps of a chain that Gatling does not have, and what they have in common. */
@NullMarked
package dev.onrush.internal.gatling.action;

import org.jspecify.annotations.NullMarked;
