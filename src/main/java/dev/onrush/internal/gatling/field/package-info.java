/** Reads and writes private fields of Gatling's objects. */
@NullMarked
package dev.onrush.internal.gatling.field;

import org.jspecify.annotations.NullMarked;
