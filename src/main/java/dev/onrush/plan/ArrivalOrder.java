package dev.onrush.plan;

import java.util.Arrays;

/**
 * The user classes of successive arrivals, by the quota method (M. L. Balinski, H. P. Young, "The
 * Quota Method of Apportionment", American Mathematical Monthly 82, 1975): an arrival belongs to
 * the class that would wait the shortest time for its share of one more arrival, among the classes
 * that have less than their share; of equal classes, the one named first comes first. So each class
 * always has its share of all arrivals so far, rounded up or down. With the weights 3:1, the order
 * is A A B A, and then the same again.
 *
 * <p>(With a share that is rounded for each class separately, arrivals are lost: a seventh of 20
 * arrivals is 2, and 7 times 2 is 14. The method of largest remainder could take an arrival back,
 * and highest averages alone would let 100 small classes wait and then arrive together.)
 *
 * <p>The order depends on the weights alone. Stateful; used by one thread.
 */
final class ArrivalOrder {

  private final long[] weights;

  /** The length of the order, after which it begins again: the sum of the weights. */
  private final long sum;

  private final long[] taken;
  private long arrivals;

  /**
   * Creates an order at its beginning.
   *
   * @param parts the weights; a class of weight 0 has no arrivals; at least one is above 0
   */
  ArrivalOrder(int[] parts) {
    long divisor = Arrays.stream(parts).asLongStream().reduce(0, ArrivalOrder::divisor);
    this.weights = Arrays.stream(parts).mapToLong(part -> part / divisor).toArray();
    this.sum = Arrays.stream(weights).sum();
    this.taken = new long[parts.length];
  }

  /** Returns the greatest common divisor. */
  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  /** Returns the index of the class of the next arrival. */
  int next() {
    arrivals++;
    int next = -1;
    for (int i = 0; i < weights.length; i++) {
      boolean lessThanItsShare = taken[i] * sum < arrivals * weights[i];
      if (lessThanItsShare
          && (next < 0 || (taken[i] + 1) * weights[next] < (taken[next] + 1) * weights[i])) {
        next = i;
      }
    }
    taken[next]++;
    if (arrivals == sum) {
      arrivals = 0;
      Arrays.fill(taken, 0);
    }
    return next;
  }

  /** Returns how many of the first {@code total} arrivals belong to each class. */
  static long[] counts(int[] parts, long total) {
    ArrivalOrder order = new ArrivalOrder(parts);
    long[] counts = new long[parts.length];
    for (long left = total % order.sum; left > 0; left--) {
      counts[order.next()]++;
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += total / order.sum * order.weights[i];
    }
    return counts;
  }
}
