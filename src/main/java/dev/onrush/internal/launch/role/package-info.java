/** The three roles of a JVM in a run: local, coordinator, and injector. */
@NullMarked
package dev.onrush.internal.launch.role;

import org.jspecify.annotations.NullMarked;
