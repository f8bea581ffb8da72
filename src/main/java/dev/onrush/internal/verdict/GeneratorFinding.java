package dev.onrush.internal.verdict;

import java.time.Duration;

/**
 * Something that was wrong with the generator.
 *
 * @param text what, and when
 * @param from since the run's start
 * @param to since the run's start; in between nothing that was measured is worth anything
 */
public record GeneratorFinding(String text, Duration from, Duration to) {}
