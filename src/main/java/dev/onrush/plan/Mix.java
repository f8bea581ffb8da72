package dev.onrush.plan;

import dev.onrush.plan.UserClass.Share;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The division of a number of users among classes, by the method of largest remainder (Hamilton):
 * each class gets the whole part of its quota, and the remaining users go to the classes with the
 * largest fractions; of equal fractions, the class named first comes first. With the weights 8:2:1,
 * the quotas of 100 users are 72.7, 18.2 and 9.1, so the classes get 73, 18 and 9 users. The parts
 * add up to the number of users, unless all classes are fixed.
 *
 * <p>Classes with a fixed number of users get their users first, in order. Immutable and safe for
 * use by several threads.
 *
 * @since 0.1.0
 */
public final class Mix {

  private final List<Share> shares;
  private final long weights;

  private Mix(List<Share> shares) {
    this.shares = shares;
    this.weights = shares.stream().mapToLong(Share::parts).sum();
  }

  /** Returns the mix of these classes according to their shares. */
  public static Mix of(List<UserClass> classes) {
    return new Mix(classes.stream().map(UserClass::share).toList());
  }

  /**
   * Returns the number of users of each class, in the order of the classes. The numbers add up to
   * {@code total}, unless all classes are fixed.
   *
   * @param total the number of all users; not negative
   */
  public int[] of(int total) {
    int[] users = new int[shares.size()];
    int left = total;
    for (int i = 0; i < users.length; i++) {
      users[i] = Math.min(left, shares.get(i).users());
      left -= users[i];
    }
    if (weights == 0) {
      return users;
    }
    int shared = left;
    for (int i = 0; i < users.length; i++) {
      if (shares.get(i).parts() > 0) {
        users[i] = (int) ((long) shared * shares.get(i).parts() / weights);
        left -= users[i];
      }
    }
    int[] byRemainder =
        IntStream.range(0, users.length)
            .filter(i -> shares.get(i).parts() > 0)
            .boxed()
            .sorted(
                Comparator.comparingLong(
                        (Integer i) -> -((long) shared * shares.get(i).parts() % weights))
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    Arrays.stream(byRemainder).limit(left).forEach(i -> users[i]++);
    return users;
  }

  /**
   * Returns how many of the first {@code total} arrivals belong to each class, in the order of the
   * classes. The numbers add up to {@code total}, and each is the share of its class, rounded up or
   * down.
   */
  long[] ofArrivals(long total) {
    return ArrivalOrder.counts(parts(), total);
  }

  /** Returns the classes of successive arrivals. */
  ArrivalOrder arrivals() {
    return new ArrivalOrder(parts());
  }

  private int[] parts() {
    return shares.stream().mapToInt(Share::parts).toArray();
  }

  /** The share of class {@code index} in all arrivals, 0 to 1, not rounded. */
  public double fraction(int index) {
    return (double) shares.get(index).parts() / weights;
  }
}
