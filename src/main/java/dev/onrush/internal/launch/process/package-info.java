/** This JVM: what it prints, what it tells the process that started it, and how it ends. */
@NullMarked
package dev.onrush.internal.launch.process;

import org.jspecify.annotations.NullMarked;
