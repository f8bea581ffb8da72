package dev.onrush.internal.metrics;

/**
 * By how much a figure became worse, in the unit of its change; negative if it became better.
 *
 * @param least the end of the confidence interval that is nearer to better
 * @param seen the amount as measured
 * @param most the other end of the confidence interval
 */
public record WorseBy(double least, double seen, double most) {

  /**
   * How near the figure is to being worse by more than a tolerance, for certain. It is more than 1
   * if this is certain, less than -1 if the opposite is certain, and 0 if the amount as measured is
   * the tolerance. So figures whose intervals have different widths can be compared: of +4 % (1 to
   * 7) and -20 % (-60 to 60), each with a tolerance of 5 %, the first has -1/3, the second -5/16.
   */
  public double nearness(double tolerance) {
    double beyond = seen - tolerance;
    double width = beyond > 0 ? seen - least : most - seen;
    return beyond == 0 ? 0 : beyond / width; // infinite if the interval has no width
  }
}
