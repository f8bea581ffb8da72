/** The rules that find a cause; each is a function of the evidence of one breach. */
@NullMarked
package dev.onrush.internal.finding.cause;

import org.jspecify.annotations.NullMarked;
