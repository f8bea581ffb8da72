package dev.onrush.result;

/**
 * The range in which the true figure lies, if a part of the measured figure may be the generator's
 * own. Both ends are in the unit of the measure. Immutable.
 *
 * <p>If a p99 was measured as 179 ms, and 171 ms of it may be the generator's own, the true p99
 * lies between 8 ms and 179 ms.
 *
 * @param least the lower end
 * @param most the upper end; infinite if there is no upper end
 * @since 0.1.0
 */
public record Uncertainty(double least, double most) {

  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException if {@code least} is above {@code most}
   */
  public Uncertainty {
    if (!(least <= most)) {
      throw new IllegalArgumentException(
          "uncertainty was " + least + " to " + most + "; write the lower end first");
    }
  }

  /** Returns the range between two figures, in whichever order they are given. */
  public static Uncertainty between(double one, double other) {
    return new Uncertainty(Math.min(one, other), Math.max(one, other));
  }

  /** Returns the range of a figure of which no part is the generator's own. */
  public static Uncertainty none(double figure) {
    return new Uncertainty(figure, figure);
  }

  /** The distance from one end to the other. */
  public double width() {
    return least == most ? 0 : most - least;
  }
}
