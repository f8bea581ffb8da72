package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;

/**
 * A threshold on a drift or a variation, without its bound: {@code
 * drift(p95()).within(ofPercent(10))}. Immutable.
 *
 * @since 0.1.0
 */
public final class DriftSteps {

  private final Measure.Trend trend;

  DriftSteps(Measure.Trend trend) {
    this.trend = trend;
  }

  /**
   * Returns the threshold that is met by the bound and by values below it.
   *
   * @throws IllegalArgumentException if {@code bound} is null
   */
  public Threshold within(Percent bound) {
    return new Threshold(
        trend,
        new Bound(
            Comparison.AT_MOST,
            Given.value(bound, "bound of threshold \"" + trend + "\"").value()));
  }
}
