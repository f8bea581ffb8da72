package dev.onrush.gatling;

import dev.onrush.plan.Crowd;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The users of one class in a run: how many there are, and whether one more may stay. */
final class Population {

  private final Crowd crowd;
  private final int index;
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger coming = new AtomicInteger();
  private volatile long zero = System.nanoTime();

  Population(Crowd crowd, int index) {
    this.crowd = crowd;
    this.index = index;
  }

  void begin() {
    zero = System.nanoTime();
  }

  int index() {
    return index;
  }

  Crowd crowd() {
    return crowd;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - zero);
  }

  /** Users that are here or on their way. */
  int expected() {
    return present.get() + coming.get();
  }

  void invited() {
    coming.incrementAndGet();
  }

  void arrived() {
    present.incrementAndGet();
    coming.decrementAndGet();
  }

  /** A user that ended on its own account, such as by exitHereIfFailed. */
  void gone() {
    present.decrementAndGet();
  }

  /** Takes one user off the count if the profile has shrunk below it. */
  boolean leaves() {
    Duration elapsed = elapsed();
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
