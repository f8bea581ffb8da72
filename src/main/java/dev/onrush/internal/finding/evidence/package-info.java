/**
 * The evidence of a breach: figures over time, before a threshold broke and while it was broken.
 */
@NullMarked
package dev.onrush.internal.finding.evidence;

import org.jspecify.annotations.NullMarked;
