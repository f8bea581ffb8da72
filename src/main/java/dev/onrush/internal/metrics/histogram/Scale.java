package dev.onrush.internal.metrics.histogram;

/**
 * The buckets of HdrHistogram for three significant digits, in microseconds. Each of the first 2048
 * buckets has a width of 1. Each doubling of the time after them has 1024 buckets, twice as wide as
 * the buckets before. The buckets are numbered as in HdrHistogram.
 */
final class Scale {

  private static final int SUB_BUCKETS = 2048;
  private static final int HALF = SUB_BUCKETS / 2;
  private static final int HALF_BITS = 10;

  private Scale() {}

  /** The number of the bucket that contains {@code micros}, which must not be negative. */
  static int bucket(long micros) {
    int doublings = doublings(micros);
    return (doublings << HALF_BITS) + (int) (micros >>> doublings);
  }

  /** The lower end of a bucket. */
  static long low(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int doublings = (bucket >>> HALF_BITS) - 1;
    return (long) ((bucket & (HALF - 1)) + HALF) << doublings;
  }

  /** The upper end of a bucket. */
  static long high(int bucket) {
    long low = low(bucket);
    return low + (1L << doublings(low)) - 1;
  }

  /** The middle of a bucket. */
  static long middle(int bucket) {
    long low = low(bucket);
    return low + ((1L << doublings(low)) >> 1);
  }

  private static int doublings(long micros) {
    return Math.max(0, 64 - HALF_BITS - 1 - Long.numberOfLeadingZeros(micros | (SUB_BUCKETS - 1)));
  }
}
