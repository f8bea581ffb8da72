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
        count ->
            count + missing * (missing > 0 ? before.orElse(count / seconds) : count / seconds));
  }

  /** Returns the reading with its range widened to what a function makes of both of its ends. */
  private static Reading widened(Reading measured, DoubleUnaryOperator other) {
    if (measured.value().isEmpty()) {
      return measured;
    }
    double value = measured.value().getAsDouble();
    Uncertainty known = measured.uncertainty().orElse(Uncertainty.none(value));
    double one = whole(value, other.applyAsDouble(known.least()));
    double two = whole(value, other.applyAsDouble(known.most()));
    Uncertainty range =
        new Uncertainty(
            Math.min(known.least(), Math.min(one, two)),
            Math.max(known.most(), Math.max(one, two)));
    return range.equals(known) ? measured : measured.within(Optional.of(range));
  }

  /** A whole number if the figure is one: there is no half request. */
  private static double whole(double figure, double other) {
    return figure == Math.rint(figure) ? Math.rint(other) : other;
  }
}
