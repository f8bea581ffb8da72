package dev.onrush.plan;

import dev.onrush.plan.UserClass.Share;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shares a number of users among classes by the method of largest remainder (Hamilton): each class
 * gets the whole part of its quota, and what is left goes to the largest fractions, ties to the
 * class named first. 8:2:1 of 100 is 72.7, 18.2 and 9.1, so 73, 18 and 9. The parts always add up.
 *
 * <p>Fixed classes are served first, in order.
 */
public final class Mix {

  private final List<Share> shares;
  private final long weights;

  private Mix(List<Share> shares) {
    this.shares = shares;
    this.weights = shares.stream().mapToLong(Mix::parts).sum();
  }

  public static Mix of(List<UserClass> classes) {
    return new Mix(classes.stream().map(UserClass::share).toList());
  }

  /** Users of each class, in the order of the classes; they add up to {@code total}. */
  public int[] of(int total) {
    int[] users = new int[shares.size()];
    int left = total;
    for (int i = 0; i < users.length; i++) {
      if (shares.get(i) instanceof Share.Fixed fixed) {
        users[i] = Math.min(left, fixed.users());
        left -= users[i];
      }
    }
    if (weights == 0) {
      return users;
    }
    int shared = left;
    for (int i = 0; i < users.length; i++) {
      if (parts(shares.get(i)) > 0) {
        users[i] = (int) (shared * parts(shares.get(i)) / weights);
        left -= users[i];
      }
    }
    int[] byRemainder =
        IntStream.range(0, users.length)
            .filter(i -> parts(shares.get(i)) > 0)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> -(shared * parts(shares.get(i)) % weights))
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    Arrays.stream(byRemainder).limit(left).forEach(i -> users[i]++);
    return users;
  }

  /** The part of all arrivals that class {@code index} makes: a fraction, not rounded. */
  public double fraction(int index) {
    return (double) parts(shares.get(index)) / weights;
  }

  private static long parts(Share share) {
    return share instanceof Share.Weight weight ? weight.parts() : 0;
  }
}
