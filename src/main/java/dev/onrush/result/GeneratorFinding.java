package dev.onrush.result;

import java.time.Duration;

/**
 * A fault of the load generator during a run. Immutable.
 *
 * @param text what, and when
 * @param from since the run's start
 * @param to since the run's start; figures of the time in between are not to be trusted
 * @since 0.1.0
 */
public record GeneratorFinding(String text, Duration from, Duration to) {}
