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
 * The readings of one of the service's metrics within some time, in their order, and how much of
 * that time they tell of. Some seconds without a reading are usual, as a service under load answers
 * late; what the metric was in a longer gap is not known, and no figure passes by what was read
 * around it.
 */
final class MetricReadings {

  /**
   * What one reading that was given up leaves: the 5 s that it waited, the second until it was due,
   * and half a second, as intervals are not quite a second long.
   */
  private static final Duration USUAL_GAP = Duration.ofMillis(6_500);

  /** A share of the time that is too small to speak for all of it. */
  private static final double FEW = 0.8;

  /**
   * The endings of the names of counters, and of the parts of histograms and summaries. Without its
   * unit a {@code _count} may as well be a gauge, such as that of the threads.
   */
  private static final Pattern COUNTER =
      Pattern.compile("[^{]*_(total|sum|bucket|(seconds|milliseconds|bytes)_count)\\s*(\\{.*)?");

  private final Simple statistic;
  private final boolean isCounter;
  private final OptionalDouble before;
  private final Readings readings = new Readings();

  /** How much the first reading is more than what there was at the time's begin. */
  private double grownBefore;

  /** How much more a counter has grown than the first and the last reading tell, as it fell. */
  private double lost;

  private Duration time = Duration.ZERO;

  /** Since the latest reading, or since the time's begin; and what of it is within the time. */
  private Duration gap;

  private Duration gapWithin = Duration.ZERO;
  private Duration firstGap = Duration.ZERO;

  /** In gaps that are over and were longer than usual. */
  private Duration unread = Duration.ZERO;

  /** Nothing yet, of a time before which nothing is known. */
  MetricReadings(String metric, Simple statistic) {
    this(metric, statistic, OptionalDouble.empty(), Duration.ZERO);
  }

  /**
   * Nothing yet.
   *
   * @param metric its name, which may have labels
   * @param before the latest reading before the time, which an increase begins with; a growth since
   *     then is spread evenly over the seconds without a reading
   * @param gap how long before the time that was
   */
  MetricReadings(String metric, Simple statistic, OptionalDouble before, Duration gap) {
    this.statistic = statistic;
    this.isCounter = COUNTER.matcher(metric).matches();
    this.before = isUnusual(gap) ? OptionalDouble.empty() : before;
    this.gap = gap;
  }

  private static boolean isUnusual(Duration gap) {
    return gap.compareTo(USUAL_GAP) > 0;
  }

  /** Adds the interval that follows; its reading is empty if nothing was read in it. */
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
   * From one reading to the next. A counter that fell by more than half is that of a service that
   * was started anew, and has counted from 0. One that fell by less is taken for the sum of several
   * series of which one is gone: by how much the others grew is not known, and counts as 0.
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

  /** All that was in gaps longer than usual so far. */
  private Duration unread() {
    return isUnusual(gap) ? unread.plus(gapWithin) : unread;
  }

  /** Whether the time is all within a gap that is longer than usual. */
  boolean isMissing() {
    return readings.count() == 0 && isUnusual(gap);
  }

  /** The statistic of what was read; empty if that is too little for it. */
  private OptionalDouble value() {
    if (statistic != Simple.INCREASE) {
      return StatisticValue.of(statistic, readings);
    }
    return readings.count() < (before.isPresent() ? 1 : 2)
        ? OptionalDouble.empty()
        : OptionalDouble.of(readings.last() - readings.first() + lost + grownBefore);
  }

  /** The statistic, and what else it may be where too little of the time was read. */
  Reading read() {
    OptionalDouble value = value();
    if (value.isEmpty()) {
      return Reading.none(
          readings.count(),
          readings.count() == 0
              ? "its metric was not read within the time that it asks about"
              : "an increase needs two readings");
    }
    String unknown = unknown();
    Reading reading = Reading.of(value.getAsDouble(), readings.count(), unknown);
    return unknown.isEmpty() ? reading : reading.orElse(possible());
  }

  /** What of the time is missing for the statistic, in words; empty if nothing is. */
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

  /** {@code read in 10 of 60 s}, where that is too little to speak for all; empty elsewhere. */
  String few() {
    Duration read = time.minus(unread());
    return read.toNanos() < FEW * time.toNanos()
        ? "read in " + seconds(read) + " of " + seconds(time) + " s"
        : "";
  }

  private static String seconds(Duration of) {
    return Quantity.count(Math.round(of.toMillis() / 1_000.0));
  }

  /** What was not read may have been anything. */
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
