/**
 * The generator's event loops: when they could not do I/O, and how large a share of each response
 * time that may be.
 */
@NullMarked
package dev.onrush.internal.gatling.loop;

import org.jspecify.annotations.NullMarked;
