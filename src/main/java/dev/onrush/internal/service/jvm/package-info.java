/** Reads figures of the service's JVM from its management beans. */
@NullMarked
package dev.onrush.internal.service.jvm;

import org.jspecify.annotations.NullMarked;
