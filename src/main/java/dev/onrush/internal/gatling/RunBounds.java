package dev.onrush.internal.gatling;

import java.time.Duration;

/**
 * Bounds of a run.
 *
 * @param longestWarmUp the longest time to warm up before
 * @param awaitAnswers how long requests under way are waited for when the run ends
 * @param callThreads calls of Java code that run at the same time, at most
 */
public record RunBounds(Duration longestWarmUp, Duration awaitAnswers, int callThreads) {}
