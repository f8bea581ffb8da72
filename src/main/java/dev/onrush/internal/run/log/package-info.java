/**
 * The files from which a run can be told again: its log, second by second, and what was read of the
 * service.
 */
@NullMarked
package dev.onrush.internal.run.log;

import org.jspecify.annotations.NullMarked;
