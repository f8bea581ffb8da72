package dev.onrush.internal.importing.plan;

/**
 * Levels at moments, with straight lines in between.
 *
 * @param seconds rising, from 0
 * @param levels users, or arrivals per second, at each of them
 */
public record Curve(double[] seconds, double[] levels) {

  /** A copy of both. */
  public Curve {
    seconds = seconds.clone();
    levels = levels.clone();
  }

  @Override
  public double[] seconds() {
    return seconds.clone();
  }

  @Override
  public double[] levels() {
    return levels.clone();
  }

  /** The last moment. */
  public double end() {
    return seconds[seconds.length - 1];
  }

  /** The highest level. */
  public double peak() {
    double peak = 0;
    for (double level : levels) {
      peak = Math.max(peak, level);
    }
    return peak;
  }

  /** The area below: arrivals, if the levels are arrivals per second. */
  public double area() {
    double area = 0;
    for (int i = 1; i < seconds.length; i++) {
      area += area(i);
    }
    return area;
  }

  /** The area between point {@code i - 1} and point {@code i}. */
  double area(int i) {
    return (levels[i] + levels[i - 1]) / 2 * (seconds[i] - seconds[i - 1]);
  }

  /** The same with other levels. */
  Curve withLevels(double[] others) {
    return new Curve(seconds, others);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Curve curve
        && java.util.Arrays.equals(seconds, curve.seconds)
        && java.util.Arrays.equals(levels, curve.levels);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(levels);
  }

  @Override
  public String toString() {
    return "curve of " + seconds.length + " points";
  }
}
