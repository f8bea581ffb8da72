package dev.onrush.internal.duet;

import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.metrics.WorseBy;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;

/**
 * The difference between A and B in one figure, over the blocks of a run.
 *
 * @param scope the requests that are compared
 * @param statistic a percentile, mean, error rate or throughput
 * @param a the figure of A in a typical block, in the statistic's own unit: the median over blocks,
 *     for error rates the mean
 * @param b the figure of B, likewise
 * @param change from A to B within blocks, on average, in percent, -100 or more; for error rates in
 *     percentage points
 * @param low the lower end of the interval, in the unit of the change
 * @param high the upper end of the interval, in the unit of the change
 * @param confidence the confidence that the true value is within the interval at every moment of
 *     the run, in percent
 * @param error the standard error of the change if blocks differed only by chance, which excludes a
 *     step of their level; for times and throughput the standard error of the logarithm
 * @param clock how much of a change to longer times may be due to the steps of a clock that is too
 *     coarse, in the unit of the error
 * @param blocks the number of blocks that could be compared
 */
public record PairedDifference(
    Scope scope,
    Statistic statistic,
    double a,
    double b,
    double change,
    double low,
    double high,
    double confidence,
    double error,
    double clock,
    int blocks) {

  /** The width, in percent, from which an interval around 0 says nothing. */
  private static final double WIDEST = 10_000;

  /** How much B is worse than A in the blocks so far; negative if B is better. */
  public double worse() {
    return worseAtLeast(statistic, change, change);
  }

  /**
   * How much B is worse than A if this number of standard errors is due to chance, and as much as
   * possible to the clock; negative if B is better.
   */
  double worseApartFrom(double errors) {
    double off = errors * error + clock;
    double unshown = ChangeUnit.isRelative(statistic) ? Math.log1p(change / 100) : change;
    return worseAtLeast(
        statistic,
        ChangeUnit.of(statistic, unshown - off),
        ChangeUnit.of(statistic, unshown + off));
  }

  /** How much B is worse than A at least, at the given confidence; negative if B is better. */
  public double worseAtLeast() {
    return worseAtLeast(statistic, low, high);
  }

  /** How much B is worse than A at most, at the given confidence. */
  public double worseAtMost() {
    return worseAtMost(statistic, low, high);
  }

  /**
   * How near B is to being certainly worse than A by more than a tolerance, see {@link
   * WorseBy#nearness}.
   */
  public double nearness(double tolerance) {
    return new WorseBy(worseAtLeast(), worse(), worseAtMost()).nearness(tolerance);
  }

  private static double worseAtLeast(Statistic statistic, double low, double high) {
    return statistic == Simple.THROUGHPUT ? -high : low;
  }

  private static double worseAtMost(Statistic statistic, double low, double high) {
    return statistic == Simple.THROUGHPUT ? -low : high;
  }

  /** Whether the interval is narrow enough to say anything. */
  public boolean isBounded() {
    return low > 0 || high - low < WIDEST;
  }

  /**
   * Returns the answer about the difference.
   *
   * @param margin a difference that does not matter, in the unit of the change
   */
  public Answer answer(double margin) {
    return answer(statistic, low, high, margin);
  }

  /** Returns the answer for the difference in a result; undecided if it has no interval. */
  public static Answer answer(Difference of) {
    return of.low().isPresent() && of.high().isPresent()
        ? answer(of.statistic(), of.low().getAsDouble(), of.high().getAsDouble(), of.margin())
        : Answer.UNDECIDED;
  }

  private static Answer answer(Statistic statistic, double low, double high, double margin) {
    if (low >= -margin && high <= margin) {
      return Answer.NO_CHANGE;
    }
    return worseAtLeast(statistic, low, high) > 0
        ? Answer.WORSE
        : worseAtMost(statistic, low, high) < 0 ? Answer.BETTER : Answer.UNDECIDED;
  }

  /** How many margins B is certainly worse by, according to a result; 0 if it is not. */
  public static double marginsWorse(Difference of) {
    return answer(of) == Answer.WORSE
        ? worseAtLeast(of.statistic(), of.low().orElseThrow(), of.high().orElseThrow())
            / of.margin()
        : 0;
  }

  /** The statistic and its scope, such as {@code p95 of Pay}. */
  public String name() {
    return statistic.toString() + scope;
  }

  /**
   * The size of a change, such as {@code +18 %} or {@code ×25}; for error rates {@code +1.2
   * points}.
   */
  public static String changeText(Statistic statistic, double change) {
    return ChangeText.change(change, ChangeUnit.isRelative(statistic));
  }

  /** The interval of a change, such as {@code +12 to +25 %} or {@code ×20 to ×31}. */
  public static String intervalText(Statistic statistic, double change, double low, double high) {
    return ChangeText.interval(change, low, high, ChangeUnit.isRelative(statistic));
  }

  /**
   * The answer in words, such as {@code slower by 18 % (12 to 25)}, {@code no change larger than 5
   * %} or {@code undecided}.
   */
  public String answerText(double margin) {
    return switch (answer(margin)) {
      case WORSE -> words("slower", "more errors", "less throughput") + by();
      case BETTER -> words("faster", "fewer errors", "more throughput") + by();
      case NO_CHANGE -> "no change larger than " + withUnit(margin);
      case UNDECIDED -> "undecided";
    };
  }

  private String by() {
    if (ChangeText.isFactor(change, ChangeUnit.isRelative(statistic))) {
      return ", "
          + ChangeText.factor(change)
          + " ("
          + ChangeText.interval(change, low, high, true)
          + ")";
    }
    double sign = change < 0 ? -1 : 1;
    return " by "
        + withUnit(Math.abs(change))
        + " ("
        + ChangeText.digits(sign * (change < 0 ? high : low))
        + " to "
        + ChangeText.digits(sign * (change < 0 ? low : high))
        + ")";
  }

  /**
   * Both figures and the change beside the limit of a threshold, such as {@code A 206 ms, B 243 ms,
   * +18 % (+12 to +25 %)}. The medians may differ in the other direction than the mean of the
   * differences; then both are named, because it would look like a mistake: {@code medians A 128
   * ms, B 120 ms, on average +4 %}.
   */
  public String figures() {
    boolean isOpposite = (b - a) * change < 0;
    return (isOpposite ? "medians A " : "A ")
        + quantity().text(a)
        + ", B "
        + quantity().text(b)
        + (isOpposite ? ", on average " : ", ")
        + ChangeText.beside(change, ChangeUnit.isRelative(statistic))
        + (isBounded()
            ? " (" + ChangeText.beside(low, high, ChangeUnit.isRelative(statistic)) + ")"
            : "");
  }

  private String words(String time, String errors, String throughput) {
    return statistic == Simple.ERROR_RATE
        ? errors
        : statistic == Simple.THROUGHPUT ? throughput : time;
  }

  private Quantity quantity() {
    return new Figure(statistic, scope).quantity();
  }

  private String withUnit(double value) {
    return ChangeText.withUnit(ChangeText.digits(value), ChangeUnit.isRelative(statistic));
  }
}
