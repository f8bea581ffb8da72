/**
 * The files from which a run can be reconstructed: the interval log, and the values that were read
 * from the service under test.
 */
@NullMarked
package dev.onrush.internal.run.log;

import org.jspecify.annotations.NullMarked;
