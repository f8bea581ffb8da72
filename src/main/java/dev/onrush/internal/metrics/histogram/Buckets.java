package dev.onrush.internal.metrics.histogram;

import dev.onrush.units.Percentile;
import java.util.Arrays;
import java.util.List;

/**
 * The counts of a {@link Distribution} in little memory, for keeping many of them: two or three
 * bytes for each occupied bucket. The percentiles are the same. Immutable.
 */
public final class Buckets {

  private static final double MICROS_PER_MILLI = 1000;

  public static final Buckets EMPTY = new Buckets(new byte[0], 0, Long.MAX_VALUE, 0);

  /** For each occupied bucket, its distance from the occupied bucket before it, and its count. */
  private final byte[] packed;

  private final long count;
  private final long min;
  private final long max;

  private Buckets(byte[] packed, long count, long min, long max) {
    this.packed = packed;
    this.count = count;
    this.min = min;
    this.max = max;
  }

  /**
   * Creates buckets from their numbers and counts.
   *
   * @param numbers the numbers of the buckets, ascending
   * @param counts the count of each bucket; buckets with a count of 0 or less are left out
   * @param size how many elements of both arrays are used
   */
  static Buckets of(int[] numbers, long[] counts, int size, long min, long max) {
    Packer packer = new Packer(4 * size);
    long count = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] > 0) {
        packer.put(numbers[i], counts[i]);
        count += counts[i];
      }
    }
    return count == 0 ? EMPTY : new Buckets(packer.bytes(), count, min, max);
  }

  /**
   * Restores the buckets that {@link #packed} returned.
   *
   * @throws IllegalArgumentException if {@code packed} is damaged
   */
  static Buckets of(byte[] packed, long min, long max) {
    long count = 0;
    long before = -1;
    for (Cursor at = new Cursor(packed); at.next(); ) {
      if (at.number <= before || at.count <= 0) {
        throw new IllegalArgumentException("bucket " + at.number + " follows " + before);
      }
      before = at.number;
      count += at.count;
    }
    return count == 0 ? EMPTY : new Buckets(packed, count, min, max);
  }

  byte[] packed() {
    return packed.clone();
  }

  /** Returns the sum of these and other buckets. */
  public Buckets and(Buckets other) {
    if (count == 0) {
      return other;
    }
    if (other.count == 0) {
      return this;
    }
    Packer both = new Packer(packed.length + other.packed.length);
    Cursor mine = new Cursor(packed);
    Cursor its = new Cursor(other.packed);
    boolean more = mine.next();
    boolean others = its.next();
    while (more || others) {
      if (more && others && mine.number == its.number) {
        both.put(mine.number, mine.count + its.count);
        more = mine.next();
        others = its.next();
      } else if (!others || (more && mine.number < its.number)) {
        both.put(mine.number, mine.count);
        more = mine.next();
      } else {
        both.put(its.number, its.count);
        others = its.next();
      }
    }
    return new Buckets(
        both.bytes(), count + other.count, Math.min(min, other.min), Math.max(max, other.max));
  }

  public long count() {
    return count;
  }

  /** The number of bytes that these buckets take. */
  public int size() {
    return packed.length;
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
   * Whether all samples may be times in whole milliseconds: each bucket contains a whole
   * millisecond. From one second on, a bucket is at least one millisecond wide, so that this is
   * always true of longer times.
   */
  public boolean mayBeWholeMilliseconds() {
    for (Cursor at = new Cursor(packed); at.next(); ) {
      if (Scale.high(at.number) / 1000 * 1000 < Scale.low(at.number)) {
        return false;
      }
    }
    return min % 1000 == 0 || count == 0;
  }

  /** Returns the same as {@link Distribution#at}. */
  public double at(Percentile percentile) {
    if (count == 0) {
      return 0;
    }
    if (percentile.value() == 100) {
      return max();
    }
    long rank = rank(percentile, count);
    Cursor at = new Cursor(packed);
    for (long seen = 0; seen < rank && at.next(); ) {
      seen += at.count;
    }
    return within(Scale.middle(at.number), min, max);
  }

  /** Returns {@link #at(Percentile)} for several percentiles in one pass. */
  public double[] at(List<Percentile> ascending) {
    double[] found = new double[ascending.size()];
    Cursor at = new Cursor(packed);
    long seen = 0;
    for (int i = 0; i < found.length && count > 0; i++) {
      Percentile percentile = ascending.get(i);
      long rank = rank(percentile, count);
      while (seen < rank && at.next()) {
        seen += at.count;
      }
      found[i] = percentile.value() == 100 ? max() : within(Scale.middle(at.number), min, max);
    }
    return found;
  }

  /**
   * Returns the rank of a percentile as HdrHistogram computes it, so that both find the same
   * bucket.
   */
  public static long rank(Percentile percentile, long count) {
    return Math.max(1, (long) Math.ceil(Math.nextDown(percentile.value()) * count / 100.0));
  }

  /** Returns the middle of a bucket in milliseconds, limited to the extremes, which are exact. */
  static double within(long middle, long min, long max) {
    return Math.max(min, Math.min(max, middle)) / MICROS_PER_MILLI;
  }

  /** Receives the middle of a bucket in milliseconds, and the number of samples in it. */
  public interface Reader {
    void bucket(double milliseconds, long samples);
  }

  /** Calls {@code reader} for each bucket, the shortest times first. */
  public void forEach(Reader reader) {
    for (Cursor at = new Cursor(packed); at.next(); ) {
      reader.bucket(Scale.middle(at.number) / MICROS_PER_MILLI, at.count);
    }
  }

  /**
   * Receives the number of a bucket, as {@link Scale} numbers it, and the number of samples in it.
   */
  interface Counts {
    void bucket(int number, long samples);
  }

  /** Calls {@code reader} for each bucket, the shortest times first. */
  void forEachNumber(Counts reader) {
    for (Cursor at = new Cursor(packed); at.next(); ) {
      reader.bucket(at.number, at.count);
    }
  }

  /**
   * Writes numbers and counts with seven bits to a byte, the lowest bits first. The eighth bit is
   * set in every byte of a number except its last.
   */
  private static final class Packer {
    private byte[] bytes;
    private int length;
    private int before;

    Packer(int capacity) {
      bytes = new byte[Math.max(16, capacity)];
    }

    void put(int number, long count) {
      if (length + 15 > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      write(number - before);
      write(count);
      before = number;
    }

    private void write(long value) {
      long rest = value;
      while (rest > 0x7F) {
        bytes[length++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      bytes[length++] = (byte) rest;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, length);
    }
  }

  private static final class Cursor {
    private final byte[] bytes;
    private int at;
    private int number;
    private long count;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean next() {
      if (at == bytes.length) {
        return false;
      }
      number += (int) read();
      count = read();
      return true;
    }

    private long read() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        if (at == bytes.length) {
          throw new IllegalArgumentException("buckets end in the middle of a number");
        }
        byte part = bytes[at++];
        value |= (long) (part & 0x7F) << shift;
        if (part >= 0) {
          return value;
        }
      }
    }
  }
}
