package dev.onrush.internal.gatling.arrival;

import dev.onrush.plan.ClassArrivals;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserSchedule;
import java.util.SplittableRandom;

/**
 * The successive arrivals of the users of one class in one slice, each of which is due at the same
 * time as in the whole load. Stateful; used by one thread.
 */
public interface ArrivalSequence {

  /**
   * Returns the number of arrivals that the profile has, in the whole load, at the moment when the
   * next user is due.
   */
  double next();

  /**
   * Returns the arrivals of a class. A slice skips the arrivals of the other slices: the second of
   * three slices has the arrivals 2, 5, 8 … of the class.
   *
   * @param random the same stream for all slices
   */
  static ArrivalSequence of(
      UserSchedule schedule, int index, SplittableRandom random, Slice slice) {
    ClassArrivals arrivals = schedule.arrivals(index, 1, random::nextDouble);
    return new ArrivalSequence() {
      private int steps = slice.index() + 1;

      @Override
      public double next() {
        double own = arrivals.next();
        for (int step = 1; step < steps; step++) {
          own = arrivals.next();
        }
        steps = slice.of();
        return own;
      }
    };
  }

  /**
   * Returns the arrivals of a class that is one of two twins. Both twins together have twice as
   * many arrivals as each of them, in pairs with one arrival of each twin. A coin decides which
   * twin comes first in a pair (permuted blocks of two). So no twin is ahead by more than one
   * arrival, and it cannot be predicted which one comes next.
   *
   * <p>A slice has whole pairs, and skips the pairs of the other slices. The pairs of all slices
   * together are the pairs of a run with one slice, at the same times and in the same order.
   *
   * @param random the same stream for both twins and for all slices
   * @param second whether it is the second of the two twins
   */
  static ArrivalSequence ofTwin(
      UserSchedule schedule, int index, SplittableRandom random, boolean second, Slice slice) {
    SplittableRandom coin = random.split();
    ClassArrivals arrivals = schedule.arrivals(index, 2, random::nextDouble);
    return new ArrivalSequence() {
      private int steps = slice.index() + 1;

      @Override
      public double next() {
        double own = 0;
        for (int step = 0; step < steps; step++) {
          double former = arrivals.next();
          double latter = arrivals.next();
          own = coin.nextBoolean() == second ? former : latter;
        }
        steps = slice.of();
        return own;
      }
    };
  }
}
