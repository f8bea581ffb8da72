package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/**
 * A threshold on recovery without its bound: {@code recovery().within(ofSeconds(30))}. Immutable.
 *
 * @since 0.1.0
 */
public final class RecoverySteps {

  private final Recovery recovery;

  RecoverySteps(String phase) {
    this(new Recovery(phase));
  }

  private RecoverySteps(Recovery recovery) {
    this.recovery = recovery;
  }

  /**
   * Returns this threshold for the recovery from another phase; default {@link OnrushDsl#SPIKE}.
   *
   * @throws IllegalArgumentException if {@code disturbed} is null
   */
  public RecoverySteps from(String disturbed) {
    return new RecoverySteps(new Recovery(disturbed, recovery.flow()));
  }

  /**
   * Returns this threshold for the phase of one flow; needed if several flows have a phase of this
   * name.
   *
   * @throws IllegalArgumentException if {@code flow} is null
   */
  public RecoverySteps inFlow(String flow) {
    return new RecoverySteps(
        new Recovery(recovery.phase(), Optional.of(Given.value(flow, "flow of a recovery"))));
  }

  /**
   * Returns the threshold that is met by a recovery within this time after the end of the phase.
   *
   * @param time zero to 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range
   */
  public Threshold within(Duration time) {
    return new Threshold(
        recovery,
        new Bound(
            Comparison.AT_MOST,
            Quantity.inMilliseconds(Given.time(time, "bound of threshold \"" + recovery + "\""))));
  }
}
