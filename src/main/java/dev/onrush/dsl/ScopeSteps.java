package dev.onrush.dsl;

import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * A threshold whose statistic is known and whose scope may be narrowed. Immutable; each step
 * returns a new one.
 *
 * @param <B> the type of the bound
 * @since 0.1.0
 */
public class ScopeSteps<B> extends BoundSteps<B> {

  final Figure figure;

  ScopeSteps(Figure figure, ToDoubleFunction<B> inUnit) {
    super(figure, inUnit);
    this.figure = figure;
  }

  /**
   * The same of the users of one class.
   *
   * @throws IllegalArgumentException if the name is null, or the metric is one of the service
   */
  public ScopeSteps<B> by(String userClass) {
    return new ScopeSteps<>(figure.with(figure.scope().by(userClass)), inUnit);
  }

  /**
   * The same of what was begun in one phase.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public ScopeSteps<B> during(String phase) {
    return new ScopeSteps<>(figure.with(figure.scope().during(phase)), inUnit);
  }

  /**
   * The same of the users of one flow of the plan.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public ScopeSteps<B> inFlow(String flow) {
    return new ScopeSteps<>(figure.with(figure.scope().inFlow(flow)), inUnit);
  }

  /** The same of what was begun while the level stayed the same: in all phases that hold one. */
  public ScopeSteps<B> inSteadyState() {
    return during(Scope.STEADY_STATE);
  }

  /**
   * The same for every window of this length, which slides second by second: the worst is judged.
   *
   * @param length whole seconds, from 1 s to 1 h
   * @throws IllegalArgumentException if it is outside its range, or not in whole seconds
   */
  public BoundSteps<B> every(Duration length) {
    return new BoundSteps<>(new EveryWindow(figure, length), inUnit);
  }
}
