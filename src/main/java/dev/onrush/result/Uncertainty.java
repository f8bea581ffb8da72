package dev.onrush.result;

/**
 * The range within which a figure truly lies, where part of what was measured may be the
 * generator's own. Both ends are in the unit of the measure. Immutable.
 *
 * <p>A p99 that was measured as 179 ms, of which 171 ms may be the generator's, lies between 8 ms
 * and 179 ms.
 *
 * @param least at least this
 * @param most at most this; infinite where there is no such end
 * @since 0.1.0
 */
public record Uncertainty(double least, double most) {

  /**
   * A range.
   *
   * @throws IllegalArgumentException if the greater end is first
   */
  public Uncertainty {
    if (!(least <= most)) {
      throw new IllegalArgumentException(
          "uncertainty was " + least + " to " + most + "; write the lesser end first");
    }
  }

  /** Between two figures, whichever is the lesser. */
  public static Uncertainty between(double one, double other) {
    return new Uncertainty(Math.min(one, other), Math.max(one, other));
  }

  /** A figure of which nothing is the generator's own. */
  public static Uncertainty none(double figure) {
    return new Uncertainty(figure, figure);
  }

  /** From one end to the other. */
  public double width() {
    return least == most ? 0 : most - least;
  }
}
