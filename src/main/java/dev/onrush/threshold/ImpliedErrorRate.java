package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.AllRequests;
import dev.onrush.threshold.Subject.EachRequest;
import dev.onrush.threshold.Threshold.Severity;
import dev.onrush.units.Percent;
import java.util.List;
import java.util.Optional;

/**
 * The implied threshold on the error rate, for a run that has no threshold of its own on errors.
 * Without it, a run in which everything fails could pass: a refused connection is answered in a
 * millisecond, and a wrong path as fast as a right one.
 *
 * <p>A run has a threshold of its own on errors if a threshold that can fail the run is on the
 * error rate or the error count of all requests, or of each request, over the whole run. This
 * threshold may have any bound, because a plan that expects errors contains {@code
 * errorRate().above(…)}. Windows do not suffice, because a part of a run that is shorter than a
 * window, between phases that are not counted, is in none of them. A run gets the implied threshold
 * even if it has other thresholds on errors: a threshold on a single request, a user class, a flow
 * or a phase says nothing about the other requests, a warning does not fail the run, and a
 * comparison with a baseline passes if the baseline failed too. If only a part of a plan is run,
 * the thresholds of this part count. In a duet, where the thresholds of the plan judge B alone, A
 * always has an implied threshold, and B has one if the plan has no threshold of its own on errors.
 *
 * <p>The bound is 50 % unless a setting changes it. If most requests fail, the percentiles are
 * percentiles of failures, and the run has measured something other than the service; a lower bound
 * would fail runs that overload a service on purpose.
 *
 * @since 0.1.0
 */
public final class ImpliedErrorRate {

  private static final Figure ERROR_RATE = new Figure(Simple.ERROR_RATE, Scope.ALL);

  private ImpliedErrorRate() {}

  /** Returns the implied threshold: an error rate below this bound. */
  public static Threshold below(Percent bound) {
    return new Threshold(
        ERROR_RATE,
        new Bound(Comparison.BELOW, bound.value()),
        Optional.empty(),
        Severity.CRITICAL,
        Optional.empty(),
        true);
  }

  /**
   * Whether the run needs the implied threshold, because none of its thresholds is on the errors of
   * the whole run.
   */
  public static boolean isMissing(List<Threshold> thresholds) {
    return thresholds.stream().noneMatch(ImpliedErrorRate::isOnAllErrors);
  }

  private static boolean isOnAllErrors(Threshold threshold) {
    Measure measure = threshold.measure();
    if (threshold.isWarning() || !(measure instanceof Figure figure)) {
      return false;
    }
    Scope scope = figure.scope();
    return (figure.statistic() == Simple.ERROR_RATE || figure.statistic() == Simple.ERROR_COUNT)
        && (scope.subject() instanceof AllRequests || scope.subject() instanceof EachRequest)
        && scope.userClass().isEmpty()
        && scope.flow().isEmpty()
        && scope.phase().isEmpty();
  }
}
