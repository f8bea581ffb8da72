package dev.onrush.internal.importing.plan;

/** Levels at moments, with straight lines in between. Immutable. */
public final class Curve {

  private final double[] seconds;
  private final double[] levels;

  /**
   * Creates a curve.
   *
   * @param seconds the moments, in seconds, rising from 0
   * @param levels the users, or the arrivals per second, at each moment
   */
  public Curve(double[] seconds, double[] levels) {
    this.seconds = seconds.clone();
    this.levels = levels.clone();
  }

  /** The moments, in seconds, rising from 0. */
  public double[] seconds() {
    return seconds.clone();
  }

  /** The users, or the arrivals per second, at each moment. */
  public double[] levels() {
    return levels.clone();
  }

  /** The last moment, in seconds. */
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

  /** The area below the curve: the number of arrivals, if the levels are arrivals per second. */
  public double area() {
    double area = 0;
    for (int i = 1; i < seconds.length; i++) {
      area += area(i);
    }
    return area;
  }

  /** The area below the curve between point {@code i - 1} and point {@code i}. */
  double area(int i) {
    return (levels[i] + levels[i - 1]) / 2 * (seconds[i] - seconds[i - 1]);
  }
}
