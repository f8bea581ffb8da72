package dev.onrush.internal.metrics.histogram;

import dev.onrush.units.Percentile;
import java.util.Arrays;
import java.util.List;

/**
 * Response times in the buckets of an HdrHistogram of microseconds with three significant digits,
 * together with the exact sum (as far as a {@code long} can hold it), minimum and maximum. Adding
 * two distributions gives the same result as recording all samples into one. Only buckets with
 * samples take memory, 12 bytes each: one second of one request has a few of the thousands of
 * buckets that HdrHistogram itself would allocate.
 */
public final class Distribution {

  private static final double MICROS_PER_MILLI = 1000;
  private static final int[] NO_NUMBERS = {};
  private static final long[] NO_COUNTS = {};

  /**
   * Fewer distributions than this are added one by one, without an array of all buckets up to the
   * longest time.
   */
  private static final int FEW = 4;

  /** The numbers of occupied buckets, ascending. */
  private int[] numbers = NO_NUMBERS;

  private long[] counts = NO_COUNTS;
  private int size;
  private long count;

  /** In microseconds; {@link Long#MAX_VALUE} where it is too large for a {@code long}. */
  private long sum;

  private long min = Long.MAX_VALUE;
  private long max;

  public Distribution() {}

  public void record(long micros) {
    add(Scale.bucket(micros), 1);
    sum = plus(sum, micros);
    min = Math.min(min, micros);
    max = Math.max(max, micros);
  }

  /** Adds all samples of {@code other}. */
  public void add(Distribution other) {
    if (other.count == 0) {
      return;
    }
    if (other.size > size / 8) {
      merge(other);
    } else {
      for (int i = 0; i < other.size; i++) {
        add(other.numbers[i], other.counts[i]);
      }
    }
    sum = plus(sum, other.sum);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /**
   * Returns the least time that is recorded in the same bucket as a percentile, which is the
   * greatest of its bucket. All times of a bucket are the same to three significant digits.
   *
   * @param millis in milliseconds, like the result
   */
  public static double leastOfBucket(double millis) {
    long micros = Math.round(millis * MICROS_PER_MILLI);
    return Math.min(millis, Scale.low(Scale.bucket(micros)) / MICROS_PER_MILLI);
  }

  /** Returns the same samples, each shorter by {@code micros}, but not below 0. */
  public Distribution minus(long micros) {
    Distribution shorter = new Distribution();
    for (int i = 0; i < size; i++) {
      long low = Math.max(0, Scale.low(numbers[i]) - micros);
      shorter.add(Scale.bucket(low), counts[i]);
      shorter.sum = plus(shorter.sum, low * counts[i]);
    }
    if (count > 0) {
      shorter.min = Math.max(0, min - micros);
      shorter.max = Math.max(0, max - micros);
    }
    return shorter;
  }

  /**
   * Returns the shortest {@code most} samples, with the sum of their buckets. The minimum and
   * maximum are those of all samples.
   */
  public Distribution lowest(long most) {
    Distribution part = new Distribution();
    for (int i = 0; i < size && part.count < most; i++) {
      long taken = Math.min(most - part.count, counts[i]);
      part.add(numbers[i], taken);
      part.sum = plus(part.sum, Scale.low(numbers[i]) * taken);
    }
    part.min = min;
    part.max = max;
    return part;
  }

  /** Returns the sum of many distributions. This is faster than adding them one after the other. */
  public static Distribution sum(List<Distribution> parts) {
    Distribution all = new Distribution();
    if (parts.size() < FEW) {
      parts.forEach(all::add);
      return all;
    }
    int last = 0;
    for (Distribution part : parts) {
      last = part.size == 0 ? last : Math.max(last, part.numbers[part.size - 1]);
    }
    long[] sums = new long[last + 1];
    for (Distribution part : parts) {
      for (int i = 0; i < part.size; i++) {
        sums[part.numbers[i]] += part.counts[i];
      }
      all.count += part.count;
      all.sum = plus(all.sum, part.sum);
      all.min = Math.min(all.min, part.min);
      all.max = Math.max(all.max, part.max);
    }
    int occupied = 0;
    for (long samples : sums) {
      occupied += samples > 0 ? 1 : 0;
    }
    all.numbers = new int[occupied];
    all.counts = new long[occupied];
    for (int i = 0; i <= last; i++) {
      if (sums[i] > 0) {
        all.numbers[all.size] = i;
        all.counts[all.size++] = sums[i];
      }
    }
    return all;
  }

  /**
   * Removes samples that were added before. The minimum and maximum are then undefined until they
   * are set by {@link #between}.
   */
  public void remove(Distribution other) {
    for (int i = 0; i < other.size; i++) {
      add(other.numbers[i], -other.counts[i]);
    }
    sum = sum == Long.MAX_VALUE ? sum : sum - other.sum;
  }

  /** Sets the minimum and maximum to the extremes of these parts. */
  public void between(Iterable<Distribution> parts) {
    min = Long.MAX_VALUE;
    max = 0;
    for (Distribution part : parts) {
      min = Math.min(min, part.min);
      max = Math.max(max, part.max);
    }
  }

  /** Adds samples to a bucket, without changing the sum, the minimum and the maximum. */
  public void add(int number, long samples) {
    count += samples;
    // Buckets often come in ascending order.
    int at =
        size > 0 && number > numbers[size - 1]
            ? -size - 1
            : Arrays.binarySearch(numbers, 0, size, number);
    if (at >= 0) {
      counts[at] += samples;
      return;
    }
    int to = -at - 1;
    if (size == numbers.length) {
      int capacity = Math.max(4, size + size / 2);
      numbers = Arrays.copyOf(numbers, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    System.arraycopy(numbers, to, numbers, to + 1, size - to);
    System.arraycopy(counts, to, counts, to + 1, size - to);
    numbers[to] = number;
    counts[to] = samples;
    size++;
  }

  private void merge(Distribution other) {
    int[] bothNumbers = new int[size + other.size];
    long[] bothCounts = new long[bothNumbers.length];
    int both = 0;
    int i = 0;
    int j = 0;
    while (i < size || j < other.size) {
      int mine = i < size ? numbers[i] : Integer.MAX_VALUE;
      int its = j < other.size ? other.numbers[j] : Integer.MAX_VALUE;
      bothNumbers[both] = Math.min(mine, its);
      bothCounts[both++] = (mine <= its ? counts[i++] : 0) + (its <= mine ? other.counts[j++] : 0);
    }
    numbers = bothNumbers;
    counts = bothCounts;
    size = both;
    count += other.count;
  }

  public long count() {
    return count;
  }

  /** Returns the sum of two numbers that are not negative, limited to {@link Long#MAX_VALUE}. */
  private static long plus(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The arithmetic mean in milliseconds, from the {@link #sum}; 0 without samples. */
  public double mean() {
    return count == 0 ? 0 : sum() / count;
  }

  /** The shortest time in milliseconds, exact; 0 without samples. */
  public double min() {
    return count == 0 ? 0 : min / MICROS_PER_MILLI;
  }

  /** The longest time in milliseconds, exact. */
  public double max() {
    return max / MICROS_PER_MILLI;
  }

  /**
   * Returns a percentile by nearest rank, in milliseconds, to three significant digits; 0 without
   * samples. The result is the middle of the histogram's bucket, so that 93 ms are not shown as
   * 93.1. It is limited to the minimum and the maximum, which are exact.
   */
  public double at(Percentile percentile) {
    if (count == 0) {
      return 0;
    }
    if (percentile.value() == 100) {
      return max();
    }
    long rank = Buckets.rank(percentile, count);
    int i = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[i]) {
      i++;
    }
    return Buckets.within(Scale.middle(numbers[i]), min, max);
  }

  /**
   * The population standard deviation in milliseconds, computed from the histogram's buckets; 0
   * without samples.
   */
  public double standardDeviation() {
    if (count == 0) {
      return 0;
    }
    double mean = sumOfBuckets() / count;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      double deviation = Scale.middle(numbers[i]) - mean;
      squares += deviation * deviation * counts[i];
    }
    return Math.sqrt(squares / count) / MICROS_PER_MILLI;
  }

  /**
   * The sum of all samples in milliseconds: exact up to 9.2e15, and to three significant digits
   * beyond that.
   */
  public double sum() {
    return (sum == Long.MAX_VALUE ? sumOfBuckets() : sum) / MICROS_PER_MILLI;
  }

  private double sumOfBuckets() {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += (double) Scale.middle(numbers[i]) * counts[i];
    }
    return total;
  }

  /** The number of samples of at most {@code milliseconds}, to three significant digits. */
  public long countUpTo(double milliseconds) {
    int last = Scale.bucket(Math.round(milliseconds * MICROS_PER_MILLI));
    long found = 0;
    for (int i = 0; i < size && numbers[i] <= last; i++) {
      found += counts[i];
    }
    return found;
  }

  /**
   * Calls {@code reader} for each occupied bucket, the shortest times first. It receives the lower
   * end of the bucket, so that a sample exactly at a bound is not counted as above the bound.
   */
  public void forEach(Buckets.Reader reader) {
    for (int i = 0; i < size; i++) {
      if (counts[i] > 0) {
        reader.bucket(Scale.low(numbers[i]) / MICROS_PER_MILLI, counts[i]);
      }
    }
  }

  /** The upper end, in microseconds, of the bucket with the longest time; 0 without samples. */
  public long highest() {
    return count == 0 ? 0 : Scale.high(numbers[size - 1]);
  }

  /** Returns the same counts in a form that takes little memory, for keeping many of them. */
  public Buckets buckets() {
    return Buckets.of(numbers, counts, size, min, max);
  }

  /** The number of buckets in use; at least the number of buckets with samples. */
  int size() {
    return size;
  }

  /** Calls {@code reader} for each bucket, the shortest times first. */
  void forEachBucket(Buckets.Counts reader) {
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        reader.bucket(numbers[i], counts[i]);
      }
    }
  }

  /** The lower end, in microseconds, of the bucket with the longest time; 0 without samples. */
  long lowOfHighest() {
    return size == 0 ? 0 : Scale.low(numbers[size - 1]);
  }

  /** The exact figures, in microseconds, that the buckets do not contain. */
  Exact exact() {
    return new Exact(sum, count == 0 ? 0 : min, max);
  }

  /** Creates a distribution from buckets and its exact figures. */
  static Distribution of(Buckets buckets, Exact exact) {
    Distribution distribution = new Distribution();
    buckets.forEachNumber(distribution::add);
    distribution.sum = exact.sum;
    distribution.min = distribution.count == 0 ? Long.MAX_VALUE : exact.min;
    distribution.max = exact.max;
    return distribution;
  }

  /** The exact figures of a distribution, in microseconds; {@code min} is 0 without samples. */
  record Exact(long sum, long min, long max) {}
}
