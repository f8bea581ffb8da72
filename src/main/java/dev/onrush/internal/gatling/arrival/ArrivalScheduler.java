package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.plan.UserSchedule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The thread that brings the users of all classes. It sleeps until the next user is due, at most
 * {@link #LONGEST}, and starts whoever is due by then on an event loop; there is nothing to take
 * back when the profile changes under way.
 */
public final class ArrivalScheduler {

  /** At most so long until a change of the profile is seen. */
  private static final Duration LONGEST = Duration.ofMillis(5);

  /** Users closer together than this are started together: waking for each costs more than it. */
  private static final Duration SHORTEST = Duration.ofNanos(200_000);

  /** Until a new thread runs, some milliseconds pass; more is a delay of its users. */
  private static final Duration THREAD_START = Duration.ofMillis(20);

  /** The users of one class. */
  public interface Bringing {

    /** The clock of its flow. */
    PlanClock clock();

    /** Starts who is due by {@code now}; returns when the next one is. */
    Duration bring(UserSchedule schedule, Duration now);

    /** Nobody will be started any more. */
    void complete();

    /** Whether all have been started. */
    boolean isComplete();
  }

  private final int classes;
  private final Consumer<String> troubles;
  private final List<Bringing> bringing = new CopyOnWriteArrayList<>();

  /**
   * The thread's work, before it has any.
   *
   * @param classes how many there will be
   * @param troubles is told if users cannot be started
   */
  public ArrivalScheduler(int classes, Consumer<String> troubles) {
    this.classes = classes;
    this.troubles = troubles;
  }

  /** Begins when all classes are there, so that all have the same start. */
  public void add(Bringing one) {
    bringing.add(one);
    if (bringing.size() == classes) {
      begin();
      Thread thread = new Thread(this::bring, "onrush-injector");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** What one class cannot do is no reason to leave the others without users. */
  private Duration broughtBy(Bringing one, UserSchedule schedule, Duration now) {
    try {
      return one.bring(schedule, now);
    } catch (Throwable e) {
      troubles.accept("users were not started (" + e + ")");
      if (now.compareTo(schedule.duration()) >= 0) {
        one.complete(); // or the run would wait for them for ever
      }
      return now.plus(LONGEST);
    }
  }

  private void begin() {
    long now = System.nanoTime();
    bringing.forEach(each -> each.clock().beginAt(now));
  }

  private void bring() {
    if (bringing.get(0).clock().elapsed().compareTo(THREAD_START) < 0) {
      begin(); // once more: that it starts is no delay of the first users
    }
    while (bringing.stream().anyMatch(b -> !b.isComplete())) {
      PlanClock clock = bringing.get(0).clock(); // all have the same start
      Duration now = clock.elapsed();
      Duration next = now.plus(LONGEST);
      for (Bringing one : bringing) {
        if (!one.isComplete()) {
          Duration due = broughtBy(one, one.clock().schedule(), now);
          next = due.compareTo(next) < 0 ? due : next;
        }
      }
      Duration sleep = next.minus(clock.elapsed());
      LockSupport.parkNanos(Math.max(SHORTEST.toNanos(), sleep.toNanos()));
    }
  }
}
