/** The quantities of load tests: rates, percentages, percentiles; each checks its own range. */
@NullMarked
package dev.onrush.units;

import org.jspecify.annotations.NullMarked;
