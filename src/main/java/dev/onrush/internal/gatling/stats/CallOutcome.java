package dev.onrush.internal.gatling.stats;

/**
 * A call of Java code that has ended.
 *
 * @param start in milliseconds
 * @param took in nanoseconds
 * @param error what failed; empty if nothing has
 */
public record CallOutcome(String name, long start, long took, String error) {}
