/** A run in one of three roles: local, coordinator, injector. */
@NullMarked
package dev.onrush.internal.launch.role;

import org.jspecify.annotations.NullMarked;
