package dev.onrush.internal.duet;

/**
 * How much of a change of times may be due to a clock that counts whole milliseconds, as that of
 * web sockets does. Of two times in whole milliseconds, the difference is known to one millisecond:
 * 3 ms and 4 ms may both be 3.05 ms, or one of them twice the other. No number of blocks makes this
 * any smaller, because the same times are always rounded in the same direction.
 *
 * @param less by how much the change may be less, as a difference of logarithms
 * @param more by how much the change may be more
 */
record ClockSteps(double less, double more) {

  /** The steps of a clock that is precise enough. */
  static final ClockSteps NONE = new ClockSteps(0, 0);

  /** The step in milliseconds. */
  private static final double STEP = 1;

  /**
   * Returns the mean over all blocks.
   *
   * <p>If A takes 3 ms and B 4 ms, the change is at least that from 4 to 4 or from 3 to 3, and at
   * most that from 2 to 4 or from 3 to 5.
   *
   * @param a the logarithm of A's time in milliseconds, for each block
   * @param b the logarithm of B's time
   */
  static ClockSteps of(double[] a, double[] b) {
    return new ClockSteps(longer(a, b), longer(b, a));
  }

  /** How much longer the second times may seem, compared with the first, than they are. */
  private static double longer(double[] first, double[] second) {
    double sum = 0;
    for (int block = 0; block < first.length; block++) {
      double least =
          Math.min(
              second[block] - EqualSamples.logarithm(Math.exp(first[block]) + STEP),
              EqualSamples.logarithm(Math.exp(second[block]) - STEP) - first[block]);
      sum += second[block] - first[block] - least;
    }
    return sum / first.length;
  }
}
