/** Addresses of hosts and services as users write them, and which of them may be loaded. */
@NullMarked
package dev.onrush.internal.settings.address;

import org.jspecify.annotations.NullMarked;
