package dev.onrush.internal.gatling.stats;

/**
 * A call of Java code that has ended.
 *
 * @param start in milliseconds
 * @param took in nanoseconds
 * @param error the reason of a failure; empty if the call succeeded
 */
public record CallOutcome(String name, long start, long took, String error) {}
