/** Common parts of the actions that Onrush adds to those of Gatling. */
@NullMarked
package dev.onrush.internal.gatling.action;

import org.jspecify.annotations.NullMarked;
