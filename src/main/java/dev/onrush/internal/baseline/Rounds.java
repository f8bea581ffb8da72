package dev.onrush.internal.baseline;

import java.util.Arrays;

/** The deviations of a figure in the rounds of a bootstrap. */
final class Rounds {

  private final double[] deviations;

  private Rounds(double[] deviations) {
    this.deviations = deviations;
  }

  /**
   * Returns the deviations from the mean of all rounds.
   *
   * @param correction the factor by which the variance is too small
   */
  static Rounds of(double[] figures, double correction) {
    double mean = Arrays.stream(figures).average().orElseThrow();
    return new Rounds(
        Arrays.stream(figures).map(f -> (f - mean) * Math.sqrt(correction)).toArray());
  }

  double at(int round) {
    return deviations[round];
  }

  double variance() {
    return Arrays.stream(deviations).map(d -> d * d).average().orElseThrow();
  }

  /** The deviations of this figure minus a share of the deviations of another figure. */
  Rounds minus(Rounds other, double share) {
    double[] rest = deviations.clone();
    for (int round = 0; round < rest.length; round++) {
      rest[round] -= share * other.deviations[round];
    }
    return new Rounds(rest);
  }

  /**
   * A normal deviation with variance 1: the sum of all deviations, each multiplied by its {@code
   * chance}, divided by their root sum of squares; 0 if all deviations are zero.
   */
  double mixed(double[] chance) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < deviations.length; i++) {
      sum += chance[i] * deviations[i];
      squares += deviations[i] * deviations[i];
    }
    return squares == 0 ? 0 : sum / Math.sqrt(squares);
  }
}
