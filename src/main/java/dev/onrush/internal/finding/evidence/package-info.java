/** What was seen before a threshold broke and while it was broken, as figures over time. */
@NullMarked
package dev.onrush.internal.finding.evidence;

import org.jspecify.annotations.NullMarked;
