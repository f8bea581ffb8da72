package dev.onrush.bench;

import dev.onrush.internal.verdict.figure.WilsonInterval;
import java.util.Locale;

/**
 * The number of trials that had an outcome.
 *
 * @param count of these trials
 * @param trials all of them, at least one
 */
record Proportion(long count, long trials) {

  /** The normal distribution's 97.5 % quantile. */
  private static final double BOTH_SIDES = 1.959963984540054;

  /** The count and the number of trials: {@code 3 of 200}. */
  String counted() {
    return String.format(Locale.ROOT, "%,d of %,d", count, trials);
  }

  /** Both: {@code 3 of 200, 1.5 % (0.5 to 4.3)}. */
  String text() {
    return counted() + ", " + percent();
  }

  /** The share in percent with its 95 % confidence interval: {@code 1.5 % (0.5 to 4.3)}. */
  String percent() {
    WilsonInterval interval = WilsonInterval.of(count, trials, BOTH_SIDES);
    return text((double) count / trials)
        + " % ("
        + text(interval.low())
        + " to "
        + text(interval.high())
        + ")";
  }

  /** A share in percent: {@code 0}, {@code 0.44}, {@code 5.9}, {@code 97.3} or {@code 100}. */
  private static String text(double share) {
    double percent = 100 * share;
    String text = String.format(Locale.ROOT, percent < 1 ? "%.2f" : "%.1f", percent);
    return text.matches("-?0\\.00") ? "0" : text.equals("100.0") ? "100" : text;
  }
}
