package dev.onrush.internal.capacity;

/**
 * The outcome of one probe, which is all that the search needs to know of it.
 *
 * @param level in users, or arrivals per second
 */
record ProbeOutcome(double level, LevelOutcome outcome) {}
