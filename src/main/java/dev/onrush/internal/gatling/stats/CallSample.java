package dev.onrush.internal.gatling.stats;

/**
 * The time of one call of Java code.
 *
 * @param queued whether all threads were busy when it came
 * @param waited from when it came to when it began, in nanoseconds
 * @param took from when it began, in nanoseconds
 */
public record CallSample(boolean queued, long waited, long took) {}
