package dev.onrush.gatling;

import dev.onrush.plan.Crowd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that brings the users of all classes. It sleeps until the next user is due, at most
 * {@link #LONGEST}, and starts whoever is due by then on an event loop; there is nothing to take
 * back when the profile changes under way.
 */
final class Injector {

  /** At most so long until a change of the profile is seen. */
  private static final Duration LONGEST = Duration.ofMillis(5);

  /** Users closer together than this are started together: waking for each costs more than it. */
  private static final Duration SHORTEST = Duration.ofNanos(200_000);

  /** The users of one class. */
  interface Bringing {

    /** Starts who is due by {@code now}; returns when the next one is. */
    Duration bring(Crowd crowd, Duration now);

    /** Whether all have been started. */
    boolean isComplete();
  }

  private final PlanClock clock;
  private final int classes;
  private final List<Bringing> bringing = new CopyOnWriteArrayList<>();

  Injector(PlanClock clock, int classes) {
    this.clock = clock;
    this.classes = classes;
  }

  /** Begins when all classes are there, so that all have the same start. */
  void add(Bringing one) {
    bringing.add(one);
    if (bringing.size() == classes) {
      clock.begin();
      Thread thread = new Thread(this::bring, "onrush-injector");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void bring() {
    while (bringing.stream().anyMatch(b -> !b.isComplete())) {
      Crowd crowd = clock.crowd();
      Duration now = clock.elapsed();
      Duration next = now.plus(LONGEST);
      for (Bringing one : bringing) {
        if (!one.isComplete()) {
          Duration due = one.bring(crowd, now);
          next = due.compareTo(next) < 0 ? due : next;
        }
      }
      Duration sleep = next.minus(clock.elapsed());
      LockSupport.parkNanos(Math.max(SHORTEST.toNanos(), sleep.toNanos()));
    }
  }
}
