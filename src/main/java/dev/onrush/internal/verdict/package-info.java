/** Thresholds against what was measured: PASS, FAIL, NO_DATA or INVALID, and why. */
@NullMarked
package dev.onrush.internal.verdict;

import org.jspecify.annotations.NullMarked;
