/** A simulation that is compiled from its source, and run in a JVM of its own. */
@NullMarked
package dev.onrush.internal.cli.jvm;

import org.jspecify.annotations.NullMarked;
