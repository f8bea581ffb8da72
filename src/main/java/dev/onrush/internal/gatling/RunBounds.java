package dev.onrush.internal.gatling;

import dev.onrush.internal.settings.address.AllowedHosts;
import java.time.Duration;

/**
 * The limits of a run.
 *
 * @param longestWarmUp the longest time of the warm-up before the run
 * @param awaitAnswers how long requests in progress are awaited when the run ends
 * @param callThreads the greatest number of calls of Java code that run at the same time
 * @param hosts the hosts to which requests may be sent
 */
public record RunBounds(
    Duration longestWarmUp, Duration awaitAnswers, int callThreads, AllowedHosts hosts) {}
