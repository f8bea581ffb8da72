package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;

/**
 * A threshold on recovery without its bound: {@code recovery().within(ofSeconds(30))}. Immutable.
 *
 * @since 0.1.0
 */
public final class RecoverySteps {

  private final String phase;

  RecoverySteps(String phase) {
    this.phase = Given.value(phase, "phase of a recovery");
  }

  /**
   * The same of another phase than the spike; default {@link OnrushDsl#SPIKE}.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public RecoverySteps from(String disturbed) {
    return new RecoverySteps(disturbed);
  }

  /**
   * Good is this time or less, counted from the phase's end.
   *
   * @param time zero to 1,000 days
   * @throws IllegalArgumentException if it is outside its range
   */
  public Threshold within(Duration time) {
    return new Threshold(
        new Recovery(phase),
        new Bound(
            Comparison.AT_MOST,
            Quantity.inMilliseconds(
                Given.time(time, "bound of threshold \"recovery in " + phase + "\""))));
  }
}
