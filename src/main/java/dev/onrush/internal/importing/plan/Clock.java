package dev.onrush.internal.importing.plan;

import java.time.Duration;
import java.util.Arrays;

/**
 * How exactly a log has its times. A log of whole seconds shows a pause of 1.4 s as 1 s or as 2 s,
 * by the moment at which it began; so pauses of a plan are compared with those of a log only after
 * they have been seen by the same clock.
 *
 * @param step in seconds
 * @param isOfLog whether the log's times are in such steps; else they are finer
 */
record Clock(double step, boolean isOfLog) {

  /** What is below it is noise of the machines between. */
  private static final double FINEST = 0.01;

  /** Of the mean pause: what is below it makes no difference. */
  private static final double FINEST_PART = 0.02;

  private static final int PHASES = 8;

  static Clock of(Duration resolution, double[] pauses) {
    double step = resolution.toNanos() / 1e9;
    double mean = Arrays.stream(pauses).average().orElse(0);
    return step > FINEST
        ? new Clock(step, true)
        : new Clock(Math.max(FINEST, FINEST_PART * mean), false);
  }

  /** The pauses of a log as this clock shows them. */
  double[] ofLog(double[] seconds) {
    return isOfLog ? seconds.clone() : seen(seconds);
  }

  /** Exact pauses as this clock shows them, each begun at several moments. */
  double[] seen(double[] seconds) {
    double[] shown = new double[seconds.length * PHASES];
    for (int i = 0; i < seconds.length; i++) {
      for (int phase = 0; phase < PHASES; phase++) {
        double steps = seconds[i] / step + (phase + 0.5) / PHASES;
        shown[i * PHASES + phase] = Math.floor(steps) * step;
      }
    }
    return shown;
  }

  /** What the clock adds to the variance of a pause: the difference of two roundings. */
  double addedVariance() {
    return isOfLog ? step * step / 6 : 0;
  }
}
