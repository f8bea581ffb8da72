/** The quantities that load tests speak of; each checks its own range. */
@NullMarked
package dev.onrush.units;

import org.jspecify.annotations.NullMarked;
