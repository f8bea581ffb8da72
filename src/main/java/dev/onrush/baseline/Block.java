package dev.onrush.baseline;

import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Outcome;
import dev.onrush.metrics.Tally;
import java.util.Arrays;

/**
 * What was seen of some requests within a stretch of time: how many, how many failed, and their
 * response times. Only the buckets with samples are kept: a few hundred longs, where a histogram
 * takes tens of kilobytes.
 */
final class Block {

  static final Block EMPTY = new Block(0, 0, 0, Long.MAX_VALUE, 0, new long[0], new long[0]);

  final long requests;
  final long failures;

  /** Of all response times, in milliseconds. */
  final double sum;

  /** Extremes in microseconds, exact. */
  final long min;

  final long max;

  /** Middles of the buckets in microseconds, ascending, and how many samples each has. */
  final long[] values;

  final long[] counts;

  private Block(
      long requests, long failures, double sum, long min, long max, long[] values, long[] counts) {
    this.requests = requests;
    this.failures = failures;
    this.sum = sum;
    this.min = min;
    this.max = max;
    this.values = values;
    this.counts = counts;
  }

  static Block of(Outcome outcome, Tally tally) {
    Distribution times = tally.times();
    long[] values = new long[16];
    long[] counts = new long[16];
    Buckets buckets = new Buckets(values, counts);
    times.forEachBucket(buckets::add);
    boolean none = times.count() == 0;
    return new Block(
        tally.requests(),
        outcome == Outcome.OK ? 0 : tally.requests(),
        times.sum(),
        none ? Long.MAX_VALUE : Math.round(times.min() * 1000),
        Math.round(times.max() * 1000),
        Arrays.copyOf(buckets.values, buckets.length),
        Arrays.copyOf(buckets.counts, buckets.length));
  }

  /** How many responses have a time. */
  long responses() {
    return Arrays.stream(counts).sum();
  }

  /** Both together, as if they had been recorded into one. */
  Block and(Block other) {
    Buckets merged =
        new Buckets(
            new long[values.length + other.values.length],
            new long[values.length + other.values.length]);
    int mine = 0;
    int theirs = 0;
    while (mine < values.length || theirs < other.values.length) {
      if (theirs == other.values.length
          || (mine < values.length && values[mine] <= other.values[theirs])) {
        merged.add(values[mine], counts[mine]);
        mine++;
      } else {
        merged.add(other.values[theirs], other.counts[theirs]);
        theirs++;
      }
    }
    return new Block(
        requests + other.requests,
        failures + other.failures,
        sum + other.sum,
        Math.min(min, other.min),
        Math.max(max, other.max),
        Arrays.copyOf(merged.values, merged.length),
        Arrays.copyOf(merged.counts, merged.length));
  }

  /** Buckets that come in ascending order; the same one twice becomes one. */
  private static final class Buckets {
    private long[] values;
    private long[] counts;
    private int length;

    Buckets(long[] values, long[] counts) {
      this.values = values;
      this.counts = counts;
    }

    void add(long value, long count) {
      if (length > 0 && values[length - 1] == value) {
        counts[length - 1] += count;
        return;
      }
      if (length == values.length) {
        values = Arrays.copyOf(values, 2 * length);
        counts = Arrays.copyOf(counts, 2 * length);
      }
      values[length] = value;
      counts[length] = count;
      length++;
    }
  }
}
