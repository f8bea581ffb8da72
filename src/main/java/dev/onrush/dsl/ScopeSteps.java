package dev.onrush.dsl;

import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * A threshold without its bound, whose scope may be narrowed. Immutable; each step returns a new
 * threshold.
 *
 * @param <B> the type of the bound
 * @since 0.1.0
 */
public class ScopeSteps<B> extends BoundSteps<B> {

  final Figure figure;

  ScopeSteps(Figure figure, ToDoubleFunction<B> toNumber) {
    super(figure, toNumber);
    this.figure = figure;
  }

  /**
   * Returns this threshold, narrowed to the users of one class.
   *
   * @throws IllegalArgumentException if {@code userClass} is null, or the threshold is on a metric
   *     of the service
   */
  public ScopeSteps<B> by(String userClass) {
    return new ScopeSteps<>(figure.with(figure.scope().by(userClass)), toNumber);
  }

  /**
   * Returns this threshold, narrowed to the requests that were sent in one phase, or to the samples
   * that were recorded in it.
   *
   * @throws IllegalArgumentException if {@code phase} is null
   */
  public ScopeSteps<B> during(String phase) {
    return new ScopeSteps<>(figure.with(figure.scope().during(phase)), toNumber);
  }

  /**
   * Returns this threshold, narrowed to the users of one flow of the plan.
   *
   * @throws IllegalArgumentException if {@code flow} is null
   */
  public ScopeSteps<B> inFlow(String flow) {
    return new ScopeSteps<>(figure.with(figure.scope().inFlow(flow)), toNumber);
  }

  /**
   * Returns this threshold, narrowed to the steady state: to all phases in which the level stays
   * the same.
   */
  public ScopeSteps<B> inSteadyState() {
    return during(Scope.STEADY_STATE);
  }

  /**
   * Returns this threshold on every window of this length, where windows slide by one second. The
   * worst window is judged.
   *
   * @param length whole seconds, from 1 s to 1 h
   * @throws IllegalArgumentException if {@code length} is outside its range, or not in whole
   *     seconds
   */
  public BoundSteps<B> every(Duration length) {
    return new BoundSteps<>(new EveryWindow(figure, length), toNumber);
  }
}
