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
   * The same of another phase than the spike; default {@link OnrushDsl#SPIKE}.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public RecoverySteps from(String disturbed) {
    return new RecoverySteps(new Recovery(disturbed, recovery.flow()));
  }

  /**
   * The same of the phase of this flow, where several flows have one of its name.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public RecoverySteps inFlow(String flow) {
    return new RecoverySteps(
        new Recovery(recovery.phase(), Optional.of(Given.value(flow, "flow of a recovery"))));
  }

  /**
   * Good is this time or less, counted from the phase's end.
   *
   * @param time zero to 1,000 days
   * @throws IllegalArgumentException if it is outside its range
   */
  public Threshold within(Duration time) {
    return new Threshold(
        recovery,
        new Bound(
            Comparison.AT_MOST,
            Quantity.inMilliseconds(Given.time(time, "bound of threshold \"" + recovery + "\""))));
  }
}
