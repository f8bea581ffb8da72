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
 * A threshold on requests without its bound: first its scope, which is all requests unless it is
 * narrowed; then its bound. {@code p95().of("Login").during(SPIKE).below(ofSeconds(1))} Immutable;
 * each step returns a new one.
 *
 * @param <B> the type of the bound: Duration, Percent, Rate, or a number
 * @since 0.1.0
 */
public final class ThresholdSteps<B> extends ScopeSteps<B> {

  /** The tolerance of {@link #notWorseThanBaseline()}. */
  private static final Percent A_LITTLE = new Percent(5);

  private static final Percent A_LITTLE_MORE_ERRORS = new Percent(0.5);

  ThresholdSteps(Statistic statistic, ToDoubleFunction<B> inUnit) {
    this(new Figure(statistic, Scope.ALL), inUnit);
  }

  private ThresholdSteps(Figure figure, ToDoubleFunction<B> inUnit) {
    super(figure, inUnit);
  }

  /**
   * The same of the request with this name; the groups around it may be left out.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public ThresholdSteps<B> of(String request) {
    return with(figure.scope().of(new Subject.Request(request)));
  }

  /** The same of each request for itself; one that is never sent is no data, and fails. */
  public ThresholdSteps<B> ofEachRequest() {
    return with(figure.scope().of(Subject.EACH_REQUEST));
  }

  /**
   * The same of the group with this name, from its begin to its end.
   *
   * @param group with the groups around it
   * @throws IllegalArgumentException if the name is null, or groups have no such statistic
   */
  public ThresholdSteps<B> ofGroup(String group) {
    return with(figure.scope().of(new Subject.Group(group)));
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
   * {@link #notWorseThanBaselineBy} 5 %; of error rates 0.5 percentage points.
   *
   * @throws IllegalArgumentException if the statistic is none that is compared
   */
  public Threshold notWorseThanBaseline() {
    return notWorseThanBaselineBy(aLittle());
  }

  /**
   * Good is a figure that is not, with statistical certainty, more than {@code tolerance} worse
   * than the baseline that the setting {@code baseline} names.
   *
   * @param tolerance percent of the baseline, or percentage points of an error rate
   * @throws IllegalArgumentException if the statistic is none that is compared: percentiles below
   *     100, mean, error rate and throughput of requests are
   */
  public Threshold notWorseThanBaselineBy(Percent tolerance) {
    return atMost(new Worsening(figure), tolerance);
  }

  /**
   * {@link #notWorseThanABy} 5 %; of error rates 0.5 percentage points.
   *
   * @throws IllegalArgumentException if the statistic or the scope is none that a duet compares
   */
  public Threshold notWorseThanA() {
    return notWorseThanABy(aLittle());
  }

  private Percent aLittle() {
    return figure.statistic() == Simple.ERROR_RATE ? A_LITTLE_MORE_ERRORS : A_LITTLE;
  }

  /**
   * Good is a figure of B, the target, that is not, with statistical certainty, more than {@code
   * tolerance} worse than that of A, the version that the setting {@code against} names. In a run
   * without that setting there is no data.
   *
   * @param tolerance percent of A's, or percentage points of an error rate
   * @throws IllegalArgumentException if the statistic or the scope is none that a duet compares:
   *     percentiles below 100, mean, error rate and throughput of all requests, of one or of each
   *     are, over the whole run and all users
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
    return new ThresholdSteps<>(figure.with(narrowed), inUnit);
  }
}
