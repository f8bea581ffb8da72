/**
 * Reads the files in which Linux publishes figures of its machine, processes and control groups.
 */
@NullMarked
package dev.onrush.internal.proc;

import org.jspecify.annotations.NullMarked;
