package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.AllRequests;
import dev.onrush.threshold.Subject.EachRequest;
import dev.onrush.threshold.Threshold.Severity;
import dev.onrush.units.Percent;
import java.util.List;
import java.util.Optional;

/**
 * The threshold on the error rate of a run that has none of its own. Without it a run in which
 * everything fails could pass: a refused connection is answered in a millisecond, and a wrong path
 * as fast as a right one.
 *
 * <p>A run has one of its own if a threshold that can fail it is on the error rate or the error
 * count of all requests, or of each request, over the whole run, be it in windows; with any bound,
 * since who expects errors writes {@code errorRate().above(…)}. One that is on a single request, a
 * user class, a flow or a phase says nothing of the others, a warning fails nothing, and a
 * comparison with a baseline passes where the baseline failed, too: a run with only these has the
 * implied one as well. A part of a plan is asked for its own thresholds. In a duet, in which those
 * of the plan judge B alone, A has an implied one always, and B where the plan has none of its own.
 *
 * <p>Its bound is 50 % unless a setting says otherwise. Where most requests fail, the percentiles
 * are those of failures, and the run has measured something else than the service; a lower bound
 * would fail runs that overload a service on purpose.
 *
 * @since 0.1.0
 */
public final class ImpliedErrorRate {

  private static final Figure ERROR_RATE = new Figure(Simple.ERROR_RATE, Scope.ALL);

  private ImpliedErrorRate() {}

  /** The implied threshold: an error rate below this bound. */
  public static Threshold below(Percent bound) {
    return new Threshold(
        ERROR_RATE,
        new Bound(Comparison.BELOW, bound.value()),
        Optional.empty(),
        Severity.CRITICAL,
        Optional.empty(),
        true);
  }

  /** Whether none of these is on the errors of the whole run. */
  public static boolean isMissing(List<Threshold> thresholds) {
    return thresholds.stream().noneMatch(ImpliedErrorRate::isOnAllErrors);
  }

  private static boolean isOnAllErrors(Threshold threshold) {
    Measure measure = threshold.measure();
    if (threshold.isWarning() || !(measure instanceof Figure || measure instanceof EveryWindow)) {
      return false;
    }
    Figure figure = measure.figures().get(0);
    Scope scope = figure.scope();
    return (figure.statistic() == Simple.ERROR_RATE || figure.statistic() == Simple.ERROR_COUNT)
        && (scope.subject() instanceof AllRequests || scope.subject() instanceof EachRequest)
        && scope.userClass().isEmpty()
        && scope.flow().isEmpty()
        && scope.phase().isEmpty();
  }
}
