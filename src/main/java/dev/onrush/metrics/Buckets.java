package dev.onrush.metrics;

import dev.onrush.units.Percentile;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What a {@link Distribution} counts, without its empty buckets: the same percentiles in a
 * hundredth of the memory where there are few distinct times. Immutable.
 */
public final class Buckets {

  /** Response times so far apart have a bucket each: 2 × 10^3, as a power of two. */
  private static final int SUB_BUCKETS = 2048;

  private static final double MICROS_PER_MILLI = 1000;

  public static final Buckets EMPTY = new Buckets(new long[0], new long[0], Long.MAX_VALUE, 0);

  private final long[] lows;
  private final long[] counts;
  private final long count;
  private final long min;
  private final long max;

  private Buckets(long[] lows, long[] counts, long min, long max) {
    this.lows = lows;
    this.counts = counts;
    this.count = Arrays.stream(counts).sum();
    this.min = min;
    this.max = max;
  }

  static Buckets of(Histogram histogram, long min, long max) {
    long[] lows = new long[16];
    long[] counts = new long[16];
    int size = 0;
    for (HistogramIterationValue value : histogram.recordedValues()) {
      if (size == lows.length) {
        lows = Arrays.copyOf(lows, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
      }
      lows[size] = histogram.lowestEquivalentValue(value.getValueIteratedTo());
      counts[size++] = value.getCountAddedInThisIterationStep();
    }
    return new Buckets(Arrays.copyOf(lows, size), Arrays.copyOf(counts, size), min, max);
  }

  /** All samples of both. */
  public Buckets and(Buckets other) {
    if (count == 0) {
      return other;
    }
    if (other.count == 0) {
      return this;
    }
    long[] bothLows = new long[lows.length + other.lows.length];
    long[] bothCounts = new long[bothLows.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < lows.length || j < other.lows.length) {
      long mine = i < lows.length ? lows[i] : Long.MAX_VALUE;
      long its = j < other.lows.length ? other.lows[j] : Long.MAX_VALUE;
      bothLows[size] = Math.min(mine, its);
      bothCounts[size++] = (mine <= its ? counts[i++] : 0) + (its <= mine ? other.counts[j++] : 0);
    }
    return new Buckets(
        Arrays.copyOf(bothLows, size),
        Arrays.copyOf(bothCounts, size),
        Math.min(min, other.min),
        Math.max(max, other.max));
  }

  public long count() {
    return count;
  }

  /** How many buckets are occupied: what this takes in memory, at 16 bytes each. */
  public int size() {
    return lows.length;
  }

  /** The shortest time in milliseconds, exact; 0 without samples. */
  public double min() {
    return count == 0 ? 0 : min / MICROS_PER_MILLI;
  }

  /** The longest time in milliseconds, exact. */
  public double max() {
    return max / MICROS_PER_MILLI;
  }

  /** As {@link Distribution#at}. */
  public double at(Percentile percentile) {
    if (count == 0) {
      return 0;
    }
    if (percentile.value() == 100) {
      return max();
    }
    // The rank as HdrHistogram finds it, so that both find the same bucket.
    long rank = Math.max(1, (long) Math.ceil(Math.nextDown(percentile.value()) * count / 100.0));
    int i = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[i]) {
      i++;
    }
    return Math.max(min, Math.min(max, middle(lows[i]))) / MICROS_PER_MILLI;
  }

  /** Is told where each bucket is, in milliseconds, and how many samples are in it. */
  public interface Reader {
    void bucket(double milliseconds, long samples);
  }

  /** Tells {@code reader} of each bucket, the shortest times first. */
  public void forEach(Reader reader) {
    for (int i = 0; i < lows.length; i++) {
      reader.bucket(middle(lows[i]) / MICROS_PER_MILLI, counts[i]);
    }
  }

  private static long middle(long low) {
    int doublings = Math.max(0, 64 - Long.numberOfLeadingZeros(low / SUB_BUCKETS));
    return low + ((1L << doublings) >> 1);
  }
}
