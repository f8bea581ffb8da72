/** The connection to Gatling: the only package that uses Gatling's internals, Netty or Scala. */
@NullMarked
package dev.onrush.internal.gatling;

import org.jspecify.annotations.NullMarked;
