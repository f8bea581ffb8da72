package dev.onrush.internal.baseline;

import java.util.Arrays;

/** The deviations of a figure in the rounds of a bootstrap. */
final class Rounds {

  private final double[] deviations;

  /** The mean of all rounds minus the figure itself. */
  private final double bias;

  private Rounds(double[] deviations, double bias) {
    this.deviations = deviations;
    this.bias = bias;
  }

  /**
   * Returns the deviations from the mean of all rounds.
   *
   * @param figure the figure itself, outside all rounds
   * @param correction the factor by which the variance is too small
   */
  static Rounds of(double[] figures, double figure, double correction) {
    double mean = Arrays.stream(figures).average().orElseThrow();
    return new Rounds(
        Arrays.stream(figures).map(f -> (f - mean) * Math.sqrt(correction)).toArray(),
        mean - figure);
  }

  double at(int round) {
    return deviations[round];
  }

  double variance() {
    return Arrays.stream(deviations).map(d -> d * d).average().orElseThrow();
  }

  /**
   * The distance from the figure below which a share of all rounds lies.
   *
   * @param share 0 to 1
   */
  double quantile(double share) {
    double[] sorted = deviations.clone();
    Arrays.sort(sorted);
    return bias + sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** The deviations of this figure minus a share of the deviations of another figure. */
  Rounds minus(Rounds other, double share) {
    double[] rest = deviations.clone();
    for (int round = 0; round < rest.length; round++) {
      rest[round] -= share * other.deviations[round];
    }
    return new Rounds(rest, bias - share * other.bias);
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
