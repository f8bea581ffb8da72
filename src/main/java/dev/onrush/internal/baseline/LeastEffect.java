package dev.onrush.internal.baseline;

/**
 * The smallest change that matters. A smaller change is never called a regression or an
 * improvement, no matter how certain it is.
 *
 * @param percent the smallest change of times and throughput, in percent; default 5
 * @param points the smallest change of the error rate, in percentage points; default 0.5
 */
public record LeastEffect(double percent, double points) {

  public static final LeastEffect DEFAULT = new LeastEffect(5, 0.5);

  public LeastEffect {
    if (!(percent >= 0 && percent < 100 && points >= 0 && points < 100)) {
      throw new IllegalArgumentException(
          "least effect was "
              + percent
              + " % and "
              + points
              + " percentage points; both must be at least 0 and less than 100");
    }
  }
}
