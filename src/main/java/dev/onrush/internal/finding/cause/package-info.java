/** The rules by which a cause is found; each is a function of the evidence of one breach. */
@NullMarked
package dev.onrush.internal.finding.cause;

import org.jspecify.annotations.NullMarked;
