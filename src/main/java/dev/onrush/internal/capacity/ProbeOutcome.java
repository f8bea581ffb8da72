package dev.onrush.internal.capacity;

/**
 * One probe, as far as the search is concerned.
 *
 * @param level in users, or arrivals each second
 */
record ProbeOutcome(double level, LevelOutcome outcome) {}
