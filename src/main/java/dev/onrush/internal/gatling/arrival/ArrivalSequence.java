package dev.onrush.internal.gatling.arrival;

import dev.onrush.plan.Slice;
import dev.onrush.plan.UserSchedule;
import java.util.SplittableRandom;

/** The arrivals of the users of one class, one after the other. Stateful; used by one thread. */
public interface ArrivalSequence {

  /** The number of arrivals that the class has by its profile when the next one is due. */
  double next(UserSchedule schedule);

  /** All arrivals of the schedule's slice. */
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
   * The arrivals of one of two twins. Both together have twice as many as each, in pairs of one of
   * each; a coin says who of a pair comes first (permuted blocks of two), so that neither is ahead
   * by more than one, and nobody can tell who is next.
   *
   * <p>A slice has whole pairs, and passes by those of the others: the pairs of all slices are
   * those of one, at the same times and in the same order.
   *
   * @param random the same stream for both, and for all slices
   * @param second whether it is the second of the two
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
