package dev.onrush.internal.baseline;

import dev.onrush.internal.baseline.Difference.Share;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.util.Optional;

/**
 * The change of one statistic from the baseline to the current run.
 *
 * @param scope the requests that are compared
 * @param statistic a percentile, mean, error rate or throughput
 * @param baseline in the statistic's own unit; the geometric mean of several runs, for error rates
 *     the arithmetic mean
 * @param current in the statistic's own unit
 * @param change from baseline to current in percent, -100 or more; for error rates in percentage
 *     points
 * @param low the lower end of the confidence interval, in the unit of {@code change}
 * @param high the upper end of the confidence interval, in the unit of {@code change}
 * @param share how much of both figures may be due to the generators; empty if this is not known
 * @param confidence the confidence of the interval, in percent
 * @param resolution the largest difference of times that the clock or the generator may cause, in
 *     milliseconds
 * @param finding never {@link Finding#TOO_SHORT}
 * @param undecided whether the generators' own share is the reason of the finding: without any
 *     share, it would be another one
 */
public record Change(
    Scope scope,
    Statistic statistic,
    double baseline,
    double current,
    double change,
    double low,
    double high,
    Optional<Share> share,
    double confidence,
    double resolution,
    Finding finding,
    boolean undecided) {

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
            ChangeUnit.of(statistic, difference.change()),
            possible(difference, statistic, ChangeUnit.of(statistic, interval.low(difference))),
            possible(difference, statistic, ChangeUnit.of(statistic, interval.high(difference))),
            difference.share(),
            interval.confidence(),
            difference.resolution().limit(),
            Finding.NO_CHANGE,
            false);
    Finding found = judge.judge(open);
    return open.with(
        open.share, found, found != judge.judge(open.with(Optional.empty(), found, false)));
  }

  /** Returns the nearest change that is possible: an error rate is 0 to 100 %. */
  private static double possible(Difference difference, Statistic statistic, double change) {
    return statistic == Simple.ERROR_RATE
        ? Math.max(0 - difference.baseline(), Math.min(100 - difference.baseline(), change))
        : change;
  }

  /** Determines the finding of a change that does not have one yet. */
  interface Judge {
    Finding judge(Change change);
  }

  private Change with(Optional<Share> own, Finding named, boolean isUndecided) {
    return new Change(
        scope,
        statistic,
        baseline,
        current,
        change,
        low,
        high,
        own,
        confidence,
        resolution,
        named,
        isUndecided);
  }

  /** The statistic and its scope, such as {@code p95 of Log in}. */
  public String name() {
    return statistic.toString() + scope;
  }

  /**
   * The change and its finding, such as {@code p95 of Log in: 206 ms -> 243 ms, +18 % (99.4 %
   * interval +12 to +25 %): REGRESSION}.
   */
  @Override
  public String toString() {
    return figures(changeText(), intervalText())
        + ": "
        + finding.name().replace('_', ' ')
        + reason();
  }

  /** The end of a sentence that says whether the generators' share is the reason of the finding. */
  String reason() {
    return undecided ? "; the generator may account for the difference" : "";
  }

  /** The change beside the limit of a threshold in words, without its finding. */
  String figures() {
    boolean relative = ChangeUnit.isRelative(statistic);
    return figures(ChangeText.beside(change, relative), ChangeText.beside(low, high, relative));
  }

  private String figures(String by, String interval) {
    return name()
        + ": "
        + baselineText()
        + " -> "
        + currentText()
        + ", "
        + by
        + " ("
        + confidenceText()
        + " interval "
        + interval
        + ")";
  }

  /** The figure of the baseline with its unit, such as {@code 206 ms}. */
  public String baselineText() {
    return quantity().text(baseline);
  }

  /** The figure of the current run with its unit, such as {@code 243 ms}. */
  public String currentText() {
    return quantity().text(current);
  }

  /**
   * The size of the change, such as {@code +18 %} or {@code ×25}; for error rates {@code +1.2
   * points}.
   */
  public String changeText() {
    return ChangeText.change(change, ChangeUnit.isRelative(statistic));
  }

  /** The confidence interval, such as {@code +12 to +25 %} or {@code ×20 to ×31}. */
  public String intervalText() {
    return ChangeText.interval(change, low, high, ChangeUnit.isRelative(statistic));
  }

  /** The confidence of the interval, rounded down, such as {@code 99.4 %}. */
  public String confidenceText() {
    return Quantity.plain(Math.floor(confidence * 10) / 10) + " %";
  }

  /**
   * How much worse the statistic became, in the unit of {@link #change}; negative if it became
   * better.
   */
  public double worse() {
    return isBetterWhenMore(statistic) ? -change : change;
  }

  /**
   * Whether the measurement cannot tell the two times apart: if times are recorded in whole
   * milliseconds, 3 ms and 4 ms may be the same.
   */
  boolean isWithinResolution() {
    return quantity() == Quantity.TIME && Math.abs(current - baseline) <= resolution;
  }

  /** The interval, widened by what may be the generators' own share of both figures. */
  Uncertainty widest() {
    return new Uncertainty(less(low), more(high));
  }

  /**
   * Whether there was a change by at least {@code matters}, beyond chance and without what may be
   * the generators' own share.
   *
   * @param matters in the unit of {@link #change}
   */
  boolean isCertain(double matters) {
    return (widest().least() > 0 && less(change) >= matters)
        || (widest().most() < 0 && more(change) <= -matters);
  }

  /** Returns the change if all of the share of the current run is due to its generator. */
  private double less(double of) {
    return without(of, share.map(s -> -s.current()).orElse(0.0));
  }

  /** Returns the change if all of the share of the baseline is due to its generators. */
  private double more(double of) {
    return without(of, share.map(Share::baseline).orElse(0.0));
  }

  /** Adds a part of the scale of a {@link Difference}, where relative changes are logarithms. */
  private double without(double of, double part) {
    return ChangeUnit.isRelative(statistic) ? (100 + of) * Math.exp(part) - 100 : of + part;
  }

  /**
   * Whether the interval contains no change that matters. This is so if it lies within {@code
   * matters}, or if the change is within the resolution and the interval is no wider than the
   * resolution of both figures explains.
   *
   * @param matters the smallest change that matters, in the unit of {@link #change}
   */
  boolean isNarrow(double matters) {
    Uncertainty range = widest();
    return Math.max(Math.abs(range.least()), Math.abs(range.most())) <= matters
        || (isWithinResolution() && baseline * (high - low) / 200 <= 2 * resolution);
  }

  private Quantity quantity() {
    return new Figure(statistic, scope).quantity();
  }

  static boolean isBetterWhenMore(Statistic statistic) {
    return statistic == Simple.THROUGHPUT;
  }

  private static double plain(Statistic statistic, double value) {
    return ChangeUnit.isRelative(statistic) ? Math.exp(value) : value;
  }
}
