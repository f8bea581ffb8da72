/** The service's JVM, by its management beans. */
@NullMarked
package dev.onrush.internal.service.jvm;

import org.jspecify.annotations.NullMarked;
