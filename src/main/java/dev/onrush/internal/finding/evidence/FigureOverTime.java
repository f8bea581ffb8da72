package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A figure with its values at the moments of a run at which it was read. Immutable. */
public final class FigureOverTime {

  /** A figure that was never read. */
  static final FigureOverTime NONE = new FigureOverTime(List.of(), new double[0], List.of());

  /** The age up to which a reading still counts as the current value. */
  private static final Duration SILENT = Duration.ofSeconds(5);

  /** The number of readings that make a level. */
  private static final int LEVEL = 3;

  private final List<Duration> moments;
  private final double[] values;
  private final List<String> series;

  /**
   * Creates a figure from its readings.
   *
   * @param moments since the run's start, in order
   * @param values one for each moment; NaN without a reading
   * @param series the expressions from which the figure is computed
   * @throws IllegalArgumentException if there are more or fewer values than moments
   */
  public FigureOverTime(List<Duration> moments, double[] values, List<String> series) {
    if (moments.size() != values.length) {
      throw new IllegalArgumentException(
          "values were " + values.length + " for " + moments.size() + " moments");
    }
    this.moments = List.copyOf(moments);
    this.values = values.clone();
    this.series = List.copyOf(series);
  }

  /** The moments of the readings, since the run's start. */
  public List<Duration> moments() {
    return moments;
  }

  /** A value for each moment; NaN without a reading. */
  public double[] values() {
    return values.clone();
  }

  /** The expressions from which the figure is computed. */
  public List<String> series() {
    return series;
  }

  /** Whether the figure was never read. */
  public boolean isMissing() {
    return values.length == 0;
  }

  private IntStream read() {
    return IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i]));
  }

  private IntStream read(Span span) {
    return read().filter(i -> span.contains(moments.get(i)));
  }

  /**
   * The readings within a span. If there are none, the last reading shortly before the span counts,
   * because a service in trouble may no longer answer.
   */
  private IntStream counted(Span span) {
    int[] within = read(span).toArray();
    if (within.length > 0) {
      return Arrays.stream(within);
    }
    OptionalInt last = read(new Span(span.from().minus(SILENT), span.from())).max();
    return last.stream();
  }

  /**
   * Whether the figure was read only outside this span. Its last reading then does not show that
   * all is quiet.
   */
  public boolean isSilent(Span span) {
    return read(span).findAny().isEmpty() && read().findAny().isPresent();
  }

  private DoubleStream within(Span span) {
    return counted(span).mapToDouble(i -> values[i]);
  }

  /** The number of readings in a span. */
  public long readings(Span span) {
    return counted(span).count();
  }

  /** Whether the figure was read from one moment, inclusive, to another, exclusive. */
  boolean isRead(Duration from, Duration before) {
    return read(new Span(from, before)).anyMatch(i -> !moments.get(i).equals(before));
  }

  /** The mean of the readings in a span; empty without any. */
  public OptionalDouble mean(Span span) {
    return within(span).average();
  }

  /**
   * The level in a span: the mean of the readings in it or, if there are too few, of the last
   * readings up to its end. A figure that was never read until then, while others were, has the
   * level 0, like a counter that is created when it first counts. Empty if there are too few
   * readings.
   */
  public OptionalDouble level(Span span) {
    int[] within = read(span).toArray();
    int[] until = read().filter(i -> moments.get(i).compareTo(span.to()) <= 0).toArray();
    if (within.length >= LEVEL) {
      return Arrays.stream(within).mapToDouble(i -> values[i]).average();
    }
    if (until.length >= LEVEL) {
      return Arrays.stream(until).skip(until.length - LEVEL).mapToDouble(i -> values[i]).average();
    }
    long all = moments.stream().filter(moment -> moment.compareTo(span.to()) <= 0).count();
    return until.length == 0 && all >= LEVEL ? OptionalDouble.of(0) : OptionalDouble.empty();
  }

  /** The greatest reading in a span; empty without any. */
  public OptionalDouble max(Span span) {
    return within(span).max();
  }

  /** The median of the readings in a span; empty without any. */
  public OptionalDouble median(Span span) {
    double[] values = within(span).toArray();
    return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Median.of(values));
  }

  /** The share of the readings in a span, 0 to 1, that a condition accepts; 0 without any. */
  public double share(Span span, DoublePredicate condition) {
    long all = readings(span);
    return all == 0 ? 0 : (double) within(span).filter(condition).count() / all;
  }

  /**
   * Returns the first moment of the consecutive readings that a condition accepts and that reach
   * into a span; empty if it accepts no reading in the span. A single other reading between two
   * accepted ones does not interrupt them.
   */
  public Optional<Duration> since(Span span, DoublePredicate condition) {
    OptionalInt first = counted(span).filter(i -> condition.test(values[i])).findFirst();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int[] read = read().toArray();
    int at = Arrays.binarySearch(read, first.getAsInt());
    while (at > 0) {
      if (condition.test(values[read[at - 1]])) {
        at--;
      } else if (at > 1 && condition.test(values[read[at - 2]])) {
        at -= 2;
      } else {
        break;
      }
    }
    return Optional.of(moments.get(read[at]));
  }

  /**
   * This figure divided by another figure of the same moments; NaN where either is missing, or the
   * divisor is not positive.
   */
  public FigureOverTime by(FigureOverTime other) {
    if (isMissing() || other.isMissing()) {
      return NONE;
    }
    double[] quotient = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double divisor = other.values[i];
      quotient[i] = divisor > 0 ? values[i] / divisor : Double.NaN;
    }
    return new FigureOverTime(moments, quotient, series);
  }

  /** The moments and values within a span, without missing values. */
  FigureOverTime part(Span span) {
    int[] indexes = counted(span).toArray();
    return new FigureOverTime(
        Arrays.stream(indexes).mapToObj(moments::get).toList(),
        Arrays.stream(indexes).mapToDouble(i -> values[i]).toArray(),
        series);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FigureOverTime of
        && moments.equals(of.moments)
        && Arrays.equals(values, of.values)
        && series.equals(of.series);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * moments.hashCode() + Arrays.hashCode(values)) + series.hashCode();
  }
}
