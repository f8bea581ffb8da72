package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import java.util.function.ToDoubleFunction;

/**
 * A threshold on requests, without its bound. Its scope is all requests, unless it is narrowed
 * before the bound is added: {@code p95().of("Login").during(SPIKE).below(ofSeconds(1))}.
 * Immutable; each step returns a new threshold.
 *
 * @param <B> the type of the bound: Duration, Percent, Rate, or a number
 * @since 0.1.0
 */
public final class ThresholdSteps<B> extends ScopeSteps<B> {

  /**
   * The tolerance of {@link #notWorseThanBaseline} and {@link #notWorseThanA}, except for error
   * rates.
   */
  private static final Percent TOLERANCE = new Percent(5);

  private static final Percent ERROR_RATE_TOLERANCE = new Percent(0.5);

  ThresholdSteps(Statistic statistic, ToDoubleFunction<B> toNumber) {
    this(new Figure(statistic, Scope.ALL), toNumber);
  }

  private ThresholdSteps(Figure figure, ToDoubleFunction<B> toNumber) {
    super(figure, toNumber);
  }

  /**
   * Returns this threshold, narrowed to the request with this name.
   *
   * @param request the name of the request; the groups around it may be left out
   * @throws IllegalArgumentException if {@code request} is null
   */
  public ThresholdSteps<B> of(String request) {
    return with(figure.scope().of(new Subject.Request(request)));
  }

  /**
   * Returns this threshold on each request separately. With a request that is never sent, the
   * threshold is NO_DATA, unless only users outside of its class or flow would send this request.
   */
  public ThresholdSteps<B> ofEachRequest() {
    return with(figure.scope().of(Subject.EACH_REQUEST));
  }

  /**
   * Returns this threshold, narrowed to the group with this name. A group is timed from its start
   * to its end, pauses included.
   *
   * @param group the name of the group; the groups around it may be left out
   * @throws IllegalArgumentException if {@code group} is null, or groups do not have this statistic
   */
  public ThresholdSteps<B> ofGroup(String group) {
    return with(figure.scope().of(new Subject.Group(group)));
  }

  /**
   * Returns this threshold, narrowed to the group with this name. A group is timed by the sum of
   * the response times of its requests, in whole milliseconds: pauses are not included.
   *
   * @param group the name of the group; the groups around it may be left out
   * @throws IllegalArgumentException if {@code group} is null, or groups do not have this statistic
   */
  public ThresholdSteps<B> ofGroupWithoutPauses(String group) {
    return with(figure.scope().of(new Subject.GroupWithoutPauses(group)));
  }

  @Override
  public ThresholdSteps<B> by(String userClass) {
    return with(figure.scope().by(userClass));
  }

  @Override
  public ThresholdSteps<B> during(String phase) {
    return with(figure.scope().during(phase));
  }

  @Override
  public ThresholdSteps<B> inFlow(String flow) {
    return with(figure.scope().inFlow(flow));
  }

  @Override
  public ThresholdSteps<B> inSteadyState() {
    return during(Scope.STEADY_STATE);
  }

  /**
   * Returns the threshold of {@link #notWorseThanBaselineBy} with a tolerance of 5 %, or of 0.5
   * percentage points for error rates.
   *
   * @throws IllegalArgumentException if this statistic is not compared with a baseline
   */
  public Threshold notWorseThanBaseline() {
    return notWorseThanBaselineBy(defaultTolerance());
  }

  /**
   * Returns the threshold that is met unless the figure is, with statistical certainty, more than
   * {@code tolerance} worse than the baseline. The setting {@code baseline} names the baseline.
   *
   * @param tolerance in percent of the baseline, or in percentage points for an error rate
   * @throws IllegalArgumentException if {@code tolerance} is null, or this statistic is not
   *     compared with a baseline; the percentiles below 100, mean, error rate and throughput of
   *     requests are compared
   */
  public Threshold notWorseThanBaselineBy(Percent tolerance) {
    return atMost(new Worsening(figure), tolerance);
  }

  /**
   * Returns the threshold of {@link #notWorseThanABy} with a tolerance of 5 %, or of 0.5 percentage
   * points for error rates.
   *
   * @throws IllegalArgumentException if a duet does not compare this statistic or this scope
   */
  public Threshold notWorseThanA() {
    return notWorseThanABy(defaultTolerance());
  }

  private Percent defaultTolerance() {
    return figure.statistic() == Simple.ERROR_RATE ? ERROR_RATE_TOLERANCE : TOLERANCE;
  }

  /**
   * Returns the threshold that is met unless the figure of B is, with statistical certainty, more
   * than {@code tolerance} worse than the figure of A. B is the target, and A is the version that
   * the setting {@code against} names. In a run without that setting the threshold has no data.
   *
   * @param tolerance in percent of the figure of A, or in percentage points for an error rate
   * @throws IllegalArgumentException if {@code tolerance} is null, or a duet does not compare this
   *     statistic or this scope; it compares the percentiles below 100, mean, error rate and
   *     throughput of all requests, of one request or of each request, over the whole run and all
   *     users
   */
  public Threshold notWorseThanABy(Percent tolerance) {
    return atMost(new WorseThanA(figure), tolerance);
  }

  private static Threshold atMost(Measure worsening, Percent tolerance) {
    return new Threshold(
        worsening,
        new Bound(
            Comparison.AT_MOST,
            Given.value(tolerance, "bound of threshold \"" + worsening + "\"").value()));
  }

  private ThresholdSteps<B> with(Scope narrowed) {
    return new ThresholdSteps<>(figure.with(narrowed), toNumber);
  }
}
