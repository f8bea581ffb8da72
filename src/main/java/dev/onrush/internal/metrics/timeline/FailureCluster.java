package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Failure;
import java.time.Duration;

/**
 * Failures that are alike.
 *
 * @param request with the groups before it
 * @param userClass who sent it
 * @param failure what it said
 * @param count how many
 * @param phase in which the first of them was sent
 * @param first the begin of the interval in which the first ended, since the run's start
 * @param last the end of the interval in which the last ended, since the run's start
 */
public record FailureCluster(
    String request,
    String userClass,
    Failure failure,
    long count,
    String phase,
    Duration first,
    Duration last) {

  FailureCluster and(long more, Duration until) {
    return new FailureCluster(request, userClass, failure, count + more, phase, first, until);
  }
}
