/** The service's processes and their machine, where that is the machine of the generator. */
@NullMarked
package dev.onrush.internal.service.host;

import org.jspecify.annotations.NullMarked;
