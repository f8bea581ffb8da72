/** The seam: the only package that knows Gatling's internals. */
@NullMarked
package dev.onrush.internal.gatling;

import org.jspecify.annotations.NullMarked;
