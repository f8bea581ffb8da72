/** The execution of one run: from a plan through intervals to a verdict and a result. */
@NullMarked
package dev.onrush.internal.run;

import org.jspecify.annotations.NullMarked;
