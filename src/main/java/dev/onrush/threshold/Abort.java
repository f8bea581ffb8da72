package dev.onrush.threshold;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;

/**
 * The condition under which a breach ends the run. Immutable.
 *
 * @param grace the time, since the start of the run or of the phase that the threshold names,
 *     before which a breach does not end the run; zero to 1,000 days
 * @param samples the number of samples, such as requests, that the scope must contain before a
 *     breach ends the run; at least 1
 * @since 0.1.0
 */
public record Abort(Duration grace, long samples) {

  /**
   * Creates a condition.
   *
   * @throws IllegalArgumentException if a component is outside its range
   */
  public Abort {
    Given.time(grace, "grace time of an abort");
    if (samples < 1) {
      throw new IllegalArgumentException(
          "the number of samples of an abort was " + samples + "; 1 or more are allowed");
    }
  }

  /** Returns this condition for a run whose times are multiplied by {@code factor}. */
  Abort paced(double factor) {
    return new Abort(Duration.ofNanos(Math.round(grace.toNanos() * factor)), samples);
  }

  /** The condition as text: {@code abort after 10 s and 100 samples}. */
  @Override
  public String toString() {
    return "abort after "
        + Quantity.duration(grace)
        + (samples == 1 ? "" : " and " + samples + " samples");
  }
}
