package dev.onrush.gatling;

import dev.onrush.plan.Crowd;
import java.util.concurrent.atomic.AtomicInteger;

/** The users of one class in a run: how many there are, and whether one more may stay. */
final class Population {

  private final PlanClock clock;
  private final int index;
  private final AtomicInteger present = new AtomicInteger();

  Population(PlanClock clock, int index) {
    this.clock = clock;
    this.index = index;
  }

  int index() {
    return index;
  }

  PlanClock clock() {
    return clock;
  }

  /** Users that are here or on their way. */
  int expected() {
    return present.get();
  }

  void invited() {
    present.incrementAndGet();
  }

  /** A user that ended on its own account, such as by exitHereIfFailed. */
  void gone() {
    present.decrementAndGet();
  }

  /** Takes one user off the count if the profile has shrunk below it. */
  boolean leaves() {
    Crowd crowd = clock.crowd();
    var elapsed = clock.elapsed();
    if (elapsed.compareTo(crowd.duration()) >= 0) {
      present.decrementAndGet();
      return true;
    }
    while (true) {
      int now = present.get();
      if (now <= crowd.usersAt(index, elapsed) || crowd.growing(elapsed)) {
        return false;
      }
      if (present.compareAndSet(now, now - 1)) {
        return true;
      }
    }
  }
}
