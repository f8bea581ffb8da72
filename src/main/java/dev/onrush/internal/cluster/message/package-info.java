/**
 * Signed messages between the JVMs of a run, each of which is delivered once and in order, over a
 * transport that may lose or repeat them.
 */
@NullMarked
package dev.onrush.internal.cluster.message;

import org.jspecify.annotations.NullMarked;
