package dev.onrush.internal.importing.plan;

import java.time.Duration;
import java.util.Arrays;

/**
 * The resolution of the times in a log. A log with whole seconds shows a pause of 1.4 s as 1 s or
 * as 2 s, depending on the moment at which the pause began. So the pauses of a plan are compared
 * with the pauses of a log only after they have been measured by the same clock.
 *
 * @param step the resolution, in seconds
 * @param isOfLog whether the log's times have this resolution; if not, they are finer
 */
record ClockResolution(double step, boolean isOfLog) {

  /**
   * The finest step, in seconds. Shorter times are noise of the machines between user and service.
   */
  private static final double FINEST = 0.01;

  /** The finest step as a part of the mean pause. Shorter times make no difference. */
  private static final double FINEST_PART = 0.02;

  private static final int PHASES = 8;

  static ClockResolution of(Duration resolution, double[] pauses) {
    double step = resolution.toNanos() / 1e9;
    double mean = Arrays.stream(pauses).average().orElse(0);
    return step > FINEST
        ? new ClockResolution(step, true)
        : new ClockResolution(Math.max(FINEST, FINEST_PART * mean), false);
  }

  /** Returns the pauses of a log as this clock measures them. */
  double[] ofLog(double[] seconds) {
    return isOfLog ? seconds.clone() : measured(seconds);
  }

  /** Returns exact pauses as this clock measures them, each started at several moments. */
  double[] measured(double[] seconds) {
    double[] shown = new double[seconds.length * PHASES];
    for (int i = 0; i < seconds.length; i++) {
      for (int phase = 0; phase < PHASES; phase++) {
        double steps = seconds[i] / step + (phase + 0.5) / PHASES;
        shown[i * PHASES + phase] = Math.floor(steps) * step;
      }
    }
    return shown;
  }

  /**
   * The variance that the clock adds to a pause, in seconds squared: the variance of the difference
   * of two roundings.
   */
  double addedVariance() {
    return isOfLog ? step * step / 6 : 0;
  }
}
