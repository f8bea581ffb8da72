package dev.onrush.internal.importing.plan;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Simulates sessions of a user class to find how their requests spread over time. */
final class SessionKernel {

  /** The number of sessions that are simulated. */
  private static final int SIMULATED = 4_000;

  private SessionKernel() {}

  /**
   * Returns the mean number of requests of a session in each step, from the step of its arrival on.
   */
  static double[] of(ImportedUserClass kind, TimeGrid grid, SplittableRandom random) {
    double[] kernel = new double[grid.steps()];
    int last = 0;
    for (int i = 0; i < SIMULATED; i++) {
      double at = random.nextDouble() * grid.step();
      int requests = kind.lengths().get((int) ((long) i * kind.lengths().size() / SIMULATED));
      for (int request = 0; request < requests && at < grid.end(); request++) {
        int step = (int) (at / grid.step());
        if (step < kernel.length) {
          kernel[step]++;
          last = Math.max(last, step);
        }
        at += kind.response() + kind.pause().sample(random);
      }
    }
    double[] mean = Arrays.copyOf(kernel, last + 1);
    for (int step = 0; step <= last; step++) {
      mean[step] /= SIMULATED;
    }
    return mean;
  }
}
