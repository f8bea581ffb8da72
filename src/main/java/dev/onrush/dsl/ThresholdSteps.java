package dev.onrush.dsl;

import dev.onrush.plan.Condition;
import dev.onrush.plan.Condition.Comparison;
import dev.onrush.plan.Scope;
import dev.onrush.plan.Statistic;
import dev.onrush.plan.Threshold;
import dev.onrush.plan.Threshold.Severity;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A threshold that is being written: first its scope, which is all requests unless it is narrowed;
 * then its bound. {@code p95().of("Login").in(SPIKE).below(ofSeconds(1))}
 *
 * @param <B> what the bound is written in: Duration, Percent, Rate, or a number
 */
public final class ThresholdSteps<B> {

  private final Statistic statistic;
  private final Scope scope;
  private final ToDoubleFunction<B> inUnit;

  ThresholdSteps(Statistic statistic, ToDoubleFunction<B> inUnit) {
    this(statistic, Scope.ALL, inUnit);
  }

  private ThresholdSteps(Statistic statistic, Scope scope, ToDoubleFunction<B> inUnit) {
    this.statistic = statistic;
    this.scope = scope;
    this.inUnit = inUnit;
  }

  /** Only of the request with this name; the groups around it may be left out. */
  public ThresholdSteps<B> of(String request) {
    return with(new Scope(Optional.of(request), scope.userClass(), scope.phase()));
  }

  /** Only what users of this class sent. */
  public ThresholdSteps<B> by(String userClass) {
    return with(new Scope(scope.request(), Optional.of(userClass), scope.phase()));
  }

  /** Only what was sent in this phase. */
  public ThresholdSteps<B> in(String phase) {
    return with(new Scope(scope.request(), scope.userClass(), Optional.of(phase)));
  }

  /** Good is less than this. */
  public Threshold below(B bound) {
    return threshold(Comparison.BELOW, bound);
  }

  /** Good is this or less. */
  public Threshold atMost(B bound) {
    return threshold(Comparison.AT_MOST, bound);
  }

  /** Good is more than this. */
  public Threshold above(B bound) {
    return threshold(Comparison.ABOVE, bound);
  }

  /** Good is this or more. */
  public Threshold atLeast(B bound) {
    return threshold(Comparison.AT_LEAST, bound);
  }

  private ThresholdSteps<B> with(Scope narrowed) {
    return new ThresholdSteps<>(statistic, narrowed, inUnit);
  }

  private Threshold threshold(Comparison comparison, B bound) {
    return new Threshold(
        statistic,
        scope,
        new Condition(comparison, inUnit.applyAsDouble(bound)),
        Optional.empty(),
        Severity.CRITICAL);
  }
}
