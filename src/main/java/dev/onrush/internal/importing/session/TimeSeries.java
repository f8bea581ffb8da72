package dev.onrush.internal.importing.session;

import java.util.Arrays;

/**
 * Counts events per second, in bounded memory. Beyond twelve days, each count is of two seconds,
 * then of four, and so on.
 */
public final class TimeSeries {

  private static final int MOST = 1 << 20;

  /**
   * The number of seconds before the first event that can be counted, because the lines of a log
   * may be a little out of order.
   */
  private static final long BEFORE = 3_600;

  private int[] counts = new int[1 << 10];
  private long first = Long.MIN_VALUE;
  private int width = 1;

  /** Creates a series without events. */
  public TimeSeries() {}

  /**
   * Counts an event.
   *
   * @param second seconds since 1970
   */
  public void add(long second) {
    add(second, 1);
  }

  /** Subtracts an event that was counted. */
  void remove(long second) {
    add(second, -1);
  }

  private void add(long second, int times) {
    if (first == Long.MIN_VALUE) {
      first = second - BEFORE;
    }
    long place = Math.max(0, (second - first) / width);
    while (place >= MOST) {
      halve();
      place = (second - first) / width;
    }
    if (place >= counts.length) {
      counts = Arrays.copyOf(counts, (int) Math.min(MOST, Math.max(place + 1, 2L * counts.length)));
    }
    counts[(int) place] += times;
  }

  private void halve() {
    int[] pairs = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      pairs[i / 2] += counts[i];
    }
    counts = pairs;
    width *= 2;
  }

  /**
   * The number of events in a period. A count that lies partly in the period is included in
   * proportion.
   *
   * @param from the start, in seconds since 1970, inclusive
   * @param to the end, in seconds since 1970, exclusive
   */
  public double between(double from, double to) {
    double sum = 0;
    double begin = Math.max(0, (from - first) / width);
    double end = Math.min(counts.length, (to - first) / width);
    for (int i = (int) begin; i < end; i++) {
      double part = Math.min(end, i + 1) - Math.max(begin, i);
      sum += part * counts[i];
    }
    return sum;
  }
}
