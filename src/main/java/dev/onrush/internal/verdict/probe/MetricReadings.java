package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The readings of one of the service's metrics within some time, in order, and the part of this
 * time that they cover. A few seconds without a reading are usual, because a service under load
 * answers late. In a longer gap the metric is unknown, and no figure passes because of the readings
 * around the gap.
 */
final class MetricReadings {

  /**
   * The longest usual gap, which one failed reading leaves: the 5 s until it was given up, the
   * second until it was due, and half a second, because intervals are not exactly one second long.
   */
  private static final Duration USUAL_GAP = Duration.ofMillis(6_500);

  /** The share of the time that readings must cover to represent all of it. */
  private static final double FEW = 0.8;

  /**
   * Matches the names of counters, and of the parts of histograms and summaries, by their endings.
   * A {@code _count} without a unit may as well be a gauge, such as the number of threads.
   */
  private static final Pattern COUNTER =
      Pattern.compile("[^{]*_(total|sum|bucket|(seconds|milliseconds|bytes)_count)\\s*(\\{.*)?");

  /**
   * The latest reading before a time.
   *
   * @param value empty if there is none
   * @param gap the time since then, or since the start of the run if there is none
   */
  record Earlier(OptionalDouble value, Duration gap) {

    static final Earlier NONE = new Earlier(OptionalDouble.empty(), Duration.ZERO);

    /** Returns the latest reading after an interval, which may have one. */
    Earlier then(Duration interval, OptionalDouble reading) {
      return reading.isPresent()
          ? new Earlier(reading, Duration.ZERO)
          : new Earlier(value, gap.plus(interval));
    }
  }

  private final Simple statistic;
  private final boolean isCounter;
  private final OptionalDouble before;
  private final Readings readings = new Readings();

  /** How much the first reading exceeds the value at the start of the time. */
  private double grownBefore;

  /**
   * How much more a counter has grown than its first and last reading show, because it fell in
   * between.
   */
  private double lost;

  private Duration time = Duration.ZERO;

  /**
   * The time since the latest reading, or since the start if there is none. The reading may lie
   * before the start; {@link #gapWithin} is the part within the time.
   */
  private Duration gap;

  private Duration gapWithin = Duration.ZERO;
  private Duration firstGap = Duration.ZERO;

  /** The time in past gaps that were longer than usual. */
  private Duration unread = Duration.ZERO;

  /** Creates readings without a value yet, for a time before which nothing is known. */
  MetricReadings(String metric, Simple statistic) {
    this(metric, statistic, Earlier.NONE);
  }

  /**
   * Creates readings without a value yet.
   *
   * @param metric its name, which may have labels
   * @param earlier the latest reading before the time, from which an increase is counted; growth
   *     since then is spread evenly over the seconds without a reading
   */
  MetricReadings(String metric, Simple statistic, Earlier earlier) {
    this.statistic = statistic;
    this.isCounter = COUNTER.matcher(metric).matches();
    this.before = isUnusual(earlier.gap) ? OptionalDouble.empty() : earlier.value;
    this.gap = earlier.gap;
  }

  private static boolean isUnusual(Duration gap) {
    return gap.compareTo(USUAL_GAP) > 0;
  }

  /** Adds the next interval; its reading is empty if nothing was read in it. */
  void add(Duration length, OptionalDouble reading) {
    time = time.plus(length);
    if (reading.isEmpty()) {
      gap = gap.plus(length);
      gapWithin = gapWithin.plus(length);
      return;
    }
    double value = reading.getAsDouble();
    if (readings.count() == 0) {
      firstGap = gap;
      grownBefore = growth(before.orElse(value), value) * shareWithin(length);
    } else {
      lost += growth(readings.last(), value) - (value - readings.last());
    }
    unread = unread();
    gap = Duration.ZERO;
    gapWithin = Duration.ZERO;
    readings.add(value);
  }

  /**
   * The growth from one reading to the next. A counter that fell by more than half belongs to a
   * service that was restarted and has counted from 0. A counter that fell by less is assumed to be
   * the sum of several series, one of which is gone: the growth of the others is unknown, and
   * counts as 0.
   */
  double growth(double from, double to) {
    if (!isCounter || to >= from) {
      return to - from;
    }
    return to < from / 2 ? to : 0;
  }

  /** The share of the time since the latest reading that is within this time. */
  private double shareWithin(Duration length) {
    return gap.equals(gapWithin)
        ? 1
        : (double) gapWithin.plus(length).toNanos() / gap.plus(length).toNanos();
  }

  /** The total time in gaps longer than usual so far. */
  private Duration unread() {
    return isUnusual(gap) ? unread.plus(gapWithin) : unread;
  }

  /** Whether the whole time lies within a gap that is longer than usual. */
  boolean isMissing() {
    return readings.count() == 0 && isUnusual(gap);
  }

  /** The statistic of the readings; empty if there are too few readings for it. */
  private OptionalDouble value() {
    if (statistic != Simple.INCREASE) {
      return StatisticValue.of(statistic, readings);
    }
    return readings.count() < (before.isPresent() ? 1 : 2)
        ? OptionalDouble.empty()
        : OptionalDouble.of(readings.last() - readings.first() + lost + grownBefore);
  }

  /**
   * Returns the statistic, with the other values that it may have if too little of the time was
   * read.
   */
  Reading read() {
    OptionalDouble value = value();
    if (value.isEmpty()) {
      return Reading.none(
          readings.count(),
          readings.count() == 0
              ? "the metric was not read within the time of the threshold"
              : "an increase needs two readings");
    }
    String unknown = unknown();
    Reading reading = Reading.of(value.getAsDouble(), readings.count(), unknown);
    return unknown.isEmpty() ? reading : reading.withAlternatives(possible());
  }

  /**
   * The part of the time that is missing for the statistic, in words; empty if nothing is missing.
   */
  private String unknown() {
    if (statistic != Simple.LAST && statistic != Simple.INCREASE) {
      return few();
    }
    if (isUnusual(gap)) {
      return "nothing was read for " + seconds(gap) + " s after the last reading";
    }
    return statistic == Simple.INCREASE && isUnusual(firstGap)
        ? "nothing was read for " + seconds(firstGap) + " s before the first reading"
        : "";
  }

  /**
   * The text {@code read in 10 of 60 s} if this is too little to represent all of the time;
   * otherwise empty.
   */
  String few() {
    Duration read = time.minus(unread());
    return read.toNanos() < FEW * time.toNanos()
        ? "read in " + seconds(read) + " of " + seconds(time) + " s"
        : "";
  }

  private static String seconds(Duration of) {
    return Quantity.count(Math.round(of.toMillis() / 1_000.0));
  }

  /**
   * The other values of the statistic: while it was not read, the metric may have had any value.
   */
  private List<Double> possible() {
    double least = Double.NEGATIVE_INFINITY;
    double most = Double.POSITIVE_INFINITY;
    return switch (statistic) {
      case MAX -> List.of(most);
      case MIN -> List.of(least);
      case INCREASE -> isCounter ? List.of(most) : List.of(least, most);
      default -> List.of(least, most);
    };
  }
}
