package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Failure;
import java.time.Duration;

/**
 * Failures that are alike: of the same request, user class, status code and text.
 *
 * @param request the name of the request, after the names of the groups around it
 * @param userClass the user class that sent it
 * @param failure the status code and the error text
 * @param count the number of failures
 * @param phase the phase in which the first of them was sent
 * @param first the start of the interval in which the first ended, since the run's start
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
