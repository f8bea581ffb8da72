package dev.onrush.internal.gatling.stats;

/**
 * The times of one call of Java code.
 *
 * @param queued whether all threads were busy when the call was made
 * @param waited the time from the call to the start on its thread, in nanoseconds
 * @param took the time from the start on its thread, in nanoseconds
 */
public record CallSample(boolean queued, long waited, long took) {}
