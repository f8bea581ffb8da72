package dev.onrush.internal.verdict.probe;

import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Statistic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The range of a count or a rate in a window, as far as it depends on the generator and not on the
 * service.
 */
final class WindowCount {

  /** The error of a quotient of two whole numbers is smaller. */
  private static final double ROUNDING = 1e-9;

  private WindowCount() {}

  /**
   * Returns a count with the range between itself and the count of a window of the nominal length.
   * A window consists of whole intervals, which do not end exactly with their second: 80 requests
   * in 0.8 s, after 120 in 1.2 s, are 100 in a second.
   *
   * @param real the length of the window
   * @param before the count per second in the interval before the window, to which a window belongs
   *     that is too short; empty if there is none
   */
  static Reading ofLength(
      Reading measured,
      Statistic statistic,
      Duration real,
      Duration nominal,
      OptionalDouble before) {
    if (!statistic.onlyGrows() || real.isZero()) {
      return measured;
    }
    double missing = nominal.minus(real).toNanos() / 1e9;
    double seconds = real.toNanos() / 1e9;
    return widened(
        measured,
        statistic,
        count ->
            count + missing * (missing > 0 ? before.orElse(count / seconds) : count / seconds));
  }

  /**
   * Returns a count or a rate with the range up to its value if there had been as many samples in
   * the time of the standstills as in the rest of the window. Concurrent users send nothing
   * meanwhile; the arrivals of an arrival rate come later, maybe in the next window.
   *
   * @param still the time in which the generator stood still
   * @param madeUp the samples that came later, and still in the window
   */
  static Reading withoutStandstills(
      Reading measured, Statistic statistic, Duration real, Duration still, double madeUp) {
    if (still.isZero() || still.compareTo(real) >= 0) {
      return measured; // nothing is known of the rest of the time
    }
    double share = (double) still.toNanos() / real.toNanos();
    double later = statistic.onlyGrows() ? madeUp : madeUp * 1e9 / real.toNanos();
    return widened(
        measured,
        statistic,
        value -> {
          double most = Math.max(value, (value - later) / (1 - share));
          return isWhole(statistic, value) ? Math.floor(most + ROUNDING) : most;
        });
  }

  /**
   * The interval before a window.
   *
   * @param perSecond its count per second, or its rate
   * @param still the time of the standstills that may have begun in it
   */
  record Before(double perSecond, Duration length, Duration still) {}

  /**
   * Returns a count or a rate with the range down to its value without what may have been delayed
   * from the interval before the window: as much as comes in the time of the standstills, and at
   * most as much as was missing in that interval.
   */
  static Reading withoutDelayed(
      Reading measured, Statistic statistic, Duration real, Before before) {
    if (before.still.isZero() || real.isZero()) {
      return measured;
    }
    double seconds = statistic.onlyGrows() ? real.toNanos() / 1e9 : 1;
    return widened(
        measured,
        statistic,
        value -> {
          double perSecond = value / seconds;
          double missing = (perSecond - before.perSecond) * before.length.toNanos() / 1e9;
          double delayed = Math.min(perSecond * before.still.toNanos() / 1e9, Math.max(0, missing));
          return value - delayed * seconds / (real.toNanos() / 1e9);
        });
  }

  /** Returns the reading with its range widened to what a function makes of both of its ends. */
  private static Reading widened(Reading measured, Statistic statistic, DoubleUnaryOperator other) {
    if (measured.value().isEmpty()) {
      return measured;
    }
    double value = measured.value().getAsDouble();
    Uncertainty known = measured.uncertainty().orElse(Uncertainty.none(value));
    double one = rounded(statistic, value, other.applyAsDouble(known.least()));
    double two = rounded(statistic, value, other.applyAsDouble(known.most()));
    Uncertainty range =
        new Uncertainty(
            Math.min(known.least(), Math.min(one, two)),
            Math.max(known.most(), Math.max(one, two)));
    return range.equals(known) ? measured : measured.within(Optional.of(range));
  }

  /** Returns another value of a figure, as a whole number if the figure is a count. */
  private static double rounded(Statistic statistic, double value, double other) {
    return isWhole(statistic, value) ? Math.rint(other) : other;
  }

  /**
   * Whether a figure counts something: there is no half request. The sum of a metric may have any
   * value.
   */
  private static boolean isWhole(Statistic statistic, double value) {
    return statistic.onlyGrows() && value == Math.rint(value);
  }
}
