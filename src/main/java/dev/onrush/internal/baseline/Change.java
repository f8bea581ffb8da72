package dev.onrush.internal.baseline;

import dev.onrush.internal.text.ChangeText;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;

/**
 * One statistic in the baseline and in the current run.
 *
 * @param scope whose requests
 * @param statistic a percentile, mean, error rate or throughput
 * @param baseline in the statistic's own unit; of several runs the geometric mean, of error rates
 *     the arithmetic one
 * @param current in the statistic's own unit
 * @param change current against baseline in percent, from -100; of error rates in percentage points
 * @param low the confidence interval's lower end, in the unit of {@code change}
 * @param high the confidence interval's upper end
 * @param confidence of the interval in percent
 * @param resolution up to which times may differ by chance of the clock or of the generator, in
 *     milliseconds
 * @param finding never {@link Finding#TOO_SHORT}
 */
public record Change(
    Scope scope,
    Statistic statistic,
    double baseline,
    double current,
    double change,
    double low,
    double high,
    double confidence,
    double resolution,
    Finding finding) {

  static Change of(
      Scope scope,
      Statistic statistic,
      Difference difference,
      ConfidenceInterval interval,
      Judge judge) {
    Change open =
        new Change(
            scope,
            statistic,
            plain(statistic, difference.baseline()),
            plain(statistic, difference.current()),
            shown(statistic, difference.change()),
            shown(statistic, interval.low(difference)),
            shown(statistic, interval.high(difference)),
            interval.confidence(),
            difference.resolution().limit(),
            Finding.NO_CHANGE);
    return open.with(judge.judge(open));
  }

  /** Names a change that has none yet. */
  interface Judge {
    Finding judge(Change change);
  }

  private Change with(Finding named) {
    return new Change(
        scope, statistic, baseline, current, change, low, high, confidence, resolution, named);
  }

  /** {@code p95 of Log in}. */
  public String name() {
    return statistic.toString() + scope;
  }

  /** {@code p95 of Log in: 206 ms -> 243 ms, +18 % (99.4 % interval +12 to +25 %): REGRESSION}. */
  @Override
  public String toString() {
    return figures() + ": " + finding.name().replace('_', ' ');
  }

  /** The same without the finding. */
  String figures() {
    return name()
        + ": "
        + baselineText()
        + " -> "
        + currentText()
        + ", "
        + changeText()
        + " ("
        + confidenceText()
        + " interval "
        + intervalText()
        + ")";
  }

  /** {@code 206 ms}. */
  public String baselineText() {
    return quantity().text(baseline);
  }

  /** {@code 243 ms}. */
  public String currentText() {
    return quantity().text(current);
  }

  /** {@code +18 %}, {@code ×25}; of error rates {@code +1.2 points}. */
  public String changeText() {
    return ChangeText.change(change, isRelative(statistic));
  }

  /** {@code +12 to +25 %}, {@code ×20 to ×31}. */
  public String intervalText() {
    return ChangeText.interval(change, low, high, isRelative(statistic));
  }

  /** {@code 99.4 %}, rounded down. */
  public String confidenceText() {
    return Quantity.plain(Math.floor(confidence * 10) / 10) + " %";
  }

  /** How much worse it became, in the unit of {@link #change}; negative where it became better. */
  public double worse() {
    return isBetterWhenMore(statistic) ? -change : change;
  }

  /**
   * Whether the generators cannot tell the two times apart: recorded in whole milliseconds, 3 ms
   * and 4 ms may be the same.
   */
  boolean isWithinResolution() {
    return quantity() == Quantity.TIME && Math.abs(current - baseline) <= resolution;
  }

  /**
   * Whether the interval has no change in it that matters: it is within {@code matters}, or the
   * change is within the resolution, and as uncertain as that makes it: by the resolution of each
   * figure.
   *
   * @param matters the least change that does, in the unit of {@link #change}
   */
  boolean isNarrow(double matters) {
    return Math.max(Math.abs(low), Math.abs(high)) <= matters
        || (isWithinResolution() && baseline * (high - low) / 200 <= 2 * resolution);
  }

  private Quantity quantity() {
    return new Figure(statistic, scope).quantity();
  }

  static boolean isBetterWhenMore(Statistic statistic) {
    return statistic == Simple.THROUGHPUT;
  }

  static boolean isRelative(Statistic statistic) {
    return statistic != Simple.ERROR_RATE;
  }

  private static double plain(Statistic statistic, double value) {
    return isRelative(statistic) ? Math.exp(value) : value;
  }

  private static double shown(Statistic statistic, double change) {
    return isRelative(statistic) ? 100 * Math.expm1(change) : change;
  }
}
