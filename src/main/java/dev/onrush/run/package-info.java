/** One run: from a plan by way of intervals to a verdict and a result. */
@NullMarked
package dev.onrush.run;

import org.jspecify.annotations.NullMarked;
