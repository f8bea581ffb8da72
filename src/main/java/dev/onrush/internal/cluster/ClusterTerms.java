package dev.onrush.internal.cluster;

import java.time.Duration;

/**
 * The terms of a run over several injectors.
 *
 * @param injectors the number of injectors
 * @param longestWait the longest time until all injectors are ready
 * @param goOn whether the run continues after an injector was lost
 * @param awaitAnswers how long an injector that is told to stop may wait for responses
 */
public record ClusterTerms(
    int injectors, Duration longestWait, boolean goOn, Duration awaitAnswers) {

  /** The delay after which the intervals of the injectors have arrived at the coordinator. */
  static final Duration BEHIND = Duration.ofMillis(200);
}
