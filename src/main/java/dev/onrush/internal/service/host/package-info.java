/**
 * Reads figures of the service's processes and their machine, if that is the generator's machine.
 */
@NullMarked
package dev.onrush.internal.service.host;

import org.jspecify.annotations.NullMarked;
