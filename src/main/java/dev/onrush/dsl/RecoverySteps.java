package dev.onrush.dsl;

import dev.onrush.plan.Condition;
import dev.onrush.plan.Condition.Comparison;
import dev.onrush.plan.Scope;
import dev.onrush.plan.Statistic.Simple;
import dev.onrush.plan.Threshold;
import dev.onrush.plan.Threshold.Severity;
import java.time.Duration;
import java.util.Optional;

/** A threshold on recovery that is being written: {@code recovery().within(ofSeconds(30))}. */
public final class RecoverySteps {

  private final String phase;

  RecoverySteps(String phase) {
    this.phase = phase;
  }

  /** Of another phase than the spike; default {@link OnrushDsl#SPIKE}. */
  public RecoverySteps from(String disturbed) {
    return new RecoverySteps(disturbed);
  }

  /** Good is this or less, counted from the phase's end. */
  public Threshold within(Duration time) {
    return new Threshold(
        Simple.RECOVERY,
        new Scope(Optional.empty(), Optional.empty(), Optional.of(phase)),
        new Condition(Comparison.AT_MOST, time.toNanos() / 1e6),
        Optional.empty(),
        Severity.CRITICAL);
  }
}
