package dev.onrush.internal.gatling.arrival;

import dev.onrush.plan.Slice;
import dev.onrush.plan.UserSchedule;
import java.util.SplittableRandom;

/** The successive arrivals of the users of one class. Stateful; used by one thread. */
public interface ArrivalSequence {

  /**
   * Returns the number of arrivals that the class has by its profile at the moment when the next
   * user is due.
   */
  double next(UserSchedule schedule);

  /** Returns all arrivals of the schedule's slice. */
  static ArrivalSequence of(SplittableRandom random) {
    return new ArrivalSequence() {
      private boolean begun;
      private double last;

      @Override
      public double next(UserSchedule schedule) {
        last = begun ? schedule.next(last, random::nextDouble) : schedule.first(random::nextDouble);
        begun = true;
        return last;
      }
    };
  }

  /**
   * Returns the arrivals of one of two twins. Both twins together have twice as many arrivals as
   * each of them, in pairs with one arrival of each twin. A coin decides which twin comes first in
   * a pair (permuted blocks of two). So no twin is ahead by more than one arrival, and it cannot be
   * predicted which one comes next.
   *
   * <p>A slice has whole pairs, and skips the pairs of the other slices. The pairs of all slices
   * together are the pairs of a run with one slice, at the same times and in the same order.
   *
   * @param random the same stream for both twins and for all slices
   * @param second whether it is the second of the two twins
   */
  static ArrivalSequence ofTwin(SplittableRandom random, boolean second, Slice slice) {
    SplittableRandom coin = random.split();
    return new ArrivalSequence() {
      private int steps = slice.index() + 1;
      private double end;

      @Override
      public double next(UserSchedule schedule) {
        double own = end;
        for (int step = 0; step < steps; step++) {
          double former = schedule.next(end, 0.5, random::nextDouble);
          end = schedule.next(former, 0.5, random::nextDouble);
          own = coin.nextBoolean() == second ? former : end;
        }
        steps = slice.of();
        return own;
      }
    };
  }
}
