package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Figure;
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
 * A threshold on requests that is being written: first its scope, which is all requests unless it
 * is narrowed; then its bound. {@code p95().of("Login").in(SPIKE).below(ofSeconds(1))}
 *
 * @param <B> what the bound is written in: Duration, Percent, Rate, or a number
 */
public final class ThresholdSteps<B> extends ScopeSteps<B> {

  /** What {@link #notWorseThanBaseline()} lets pass. */
  private static final Percent A_LITTLE = new Percent(5);

  private static final Percent A_LITTLE_MORE_ERRORS = new Percent(0.5);

  ThresholdSteps(Statistic statistic, ToDoubleFunction<B> inUnit) {
    this(new Figure(statistic, Scope.ALL), inUnit);
  }

  private ThresholdSteps(Figure figure, ToDoubleFunction<B> inUnit) {
    super(figure, inUnit);
  }

  /** Only of the request with this name; the groups around it may be left out. */
  public ThresholdSteps<B> of(String request) {
    return with(figure.scope().of(new Subject.Request(request)));
  }

  /** Each request for itself; one that is never sent is no data, and fails. */
  public ThresholdSteps<B> ofEachRequest() {
    return with(figure.scope().of(Subject.EACH_REQUEST));
  }

  /** Of the group with this name, groups around it included, from its begin to its end. */
  public ThresholdSteps<B> ofGroup(String group) {
    return with(figure.scope().of(new Subject.Group(group)));
  }

  @Override
  public ThresholdSteps<B> by(String userClass) {
    return with(figure.scope().by(userClass));
  }

  @Override
  public ThresholdSteps<B> in(String phase) {
    return with(figure.scope().in(phase));
  }

  @Override
  public ThresholdSteps<B> inSteadyState() {
    return in(Scope.STEADY_STATE);
  }

  /** {@link #notWorseThanBaselineBy} 5 %; of error rates 0.5 percentage points. */
  public Threshold notWorseThanBaseline() {
    return notWorseThanBaselineBy(
        figure.statistic() == Simple.ERROR_RATE ? A_LITTLE_MORE_ERRORS : A_LITTLE);
  }

  /**
   * Good is what is, with statistical certainty, no more than this much worse than the baseline
   * that the setting {@code baseline} names: percent of it, or percentage points of an error rate.
   */
  public Threshold notWorseThanBaselineBy(Percent tolerance) {
    return new Threshold(
        new Worsening(figure),
        new Bound(
            Comparison.AT_MOST,
            Given.value(tolerance, "bound of threshold \"" + figure + " worse than baseline\"")
                .value()));
  }

  private ThresholdSteps<B> with(Scope narrowed) {
    return new ThresholdSteps<>(figure.with(narrowed), inUnit);
  }
}
