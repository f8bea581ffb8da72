/** Compiles a simulation from its source, and runs it in a separate JVM. */
@NullMarked
package dev.onrush.internal.cli.jvm;

import org.jspecify.annotations.NullMarked;
