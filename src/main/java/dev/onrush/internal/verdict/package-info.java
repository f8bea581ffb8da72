/** The judgement of thresholds by samples: PASS, FAIL, NO_DATA or INVALID, with the reason. */
@NullMarked
package dev.onrush.internal.verdict;

import org.jspecify.annotations.NullMarked;
