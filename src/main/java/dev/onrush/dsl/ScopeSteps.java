package dev.onrush.dsl;

import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * A threshold whose statistic is known and whose scope may be narrowed.
 *
 * @param <B> what the bound is written in
 */
public sealed class ScopeSteps<B> extends BoundSteps<B> permits ThresholdSteps {

  final Figure figure;

  ScopeSteps(Figure figure, ToDoubleFunction<B> inUnit) {
    super(figure, inUnit);
    this.figure = figure;
  }

  /** Only what users of this class did. */
  public ScopeSteps<B> by(String userClass) {
    return new ScopeSteps<>(figure.with(figure.scope().by(userClass)), inUnit);
  }

  /** Only what was begun in this phase. */
  public ScopeSteps<B> in(String phase) {
    return new ScopeSteps<>(figure.with(figure.scope().in(phase)), inUnit);
  }

  /** Only what was begun while the level stayed the same: in all phases that hold one. */
  public ScopeSteps<B> inSteadyState() {
    return in(Scope.STEADY_STATE);
  }

  /**
   * The bound has to hold in every window of this length, which slides second by second.
   *
   * @param length whole seconds, from 1 s to 1 h
   */
  public BoundSteps<B> every(Duration length) {
    return new BoundSteps<>(new EveryWindow(figure, length), inUnit);
  }
}
