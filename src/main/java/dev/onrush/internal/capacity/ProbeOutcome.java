package dev.onrush.internal.capacity;

/**
 * The outcome of one probe, which is all that the search needs.
 *
 * @param level in users, or arrivals each second
 */
record ProbeOutcome(double level, LevelOutcome outcome) {}
