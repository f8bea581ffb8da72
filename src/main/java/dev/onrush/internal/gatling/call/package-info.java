/**
 * Calls of Java code as requests: the step, the threads, and the time that a call waits for a
 * thread.
 */
@NullMarked
package dev.onrush.internal.gatling.call;

import org.jspecify.annotations.NullMarked;
