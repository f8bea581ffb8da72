package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.plan.UserSchedule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Starts the users of all classes, on a thread of its own. The thread sleeps until the next user is
 * due, but at most {@link #LONGEST}, and then starts all users that are due on an event loop. Users
 * are not scheduled in advance, so that nothing has to be cancelled when the profile changes during
 * the run.
 */
public final class ArrivalScheduler {

  /** The longest time until a change of the profile takes effect. */
  private static final Duration LONGEST = Duration.ofMillis(5);

  /**
   * Users that are due within this time are started together, since waking up for each of them
   * costs more than the delay.
   */
  private static final Duration SHORTEST = Duration.ofNanos(200_000);

  /** The longest delay of a starting thread that is not counted as a delay of the first users. */
  private static final Duration THREAD_START = Duration.ofMillis(20);

  /** Starts the users of one class. */
  public interface UserStarter {

    /** The clock of the flow. */
    PlanClock clock();

    /** Starts the users that are due by {@code now}, and returns when the next one is due. */
    Duration startDue(UserSchedule schedule, Duration now);

    /** Called when no more users will be started. */
    void complete();

    /** Whether all users have been started. */
    boolean isComplete();
  }

  private final int classes;
  private final Consumer<String> troubles;
  private final List<UserStarter> starters = new CopyOnWriteArrayList<>();

  /**
   * Creates a scheduler whose thread has not started.
   *
   * @param classes the number of classes that will be added
   * @param troubles receives a message if users cannot be started
   */
  public ArrivalScheduler(int classes, Consumer<String> troubles) {
    this.classes = classes;
    this.troubles = troubles;
  }

  /**
   * Adds a class. The thread starts when all classes have been added, so that all have the same
   * start.
   */
  public void add(UserStarter starter) {
    starters.add(starter);
    if (starters.size() == classes) {
      begin();
      Thread thread = new Thread(this::startUsers, "onrush-injector");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** A failure to start the users of one class must not leave the other classes without users. */
  private Duration startDueOf(UserStarter starter, UserSchedule schedule, Duration now) {
    try {
      return starter.startDue(schedule, now);
    } catch (Throwable e) {
      troubles.accept("users were not started (" + e + ")");
      if (now.compareTo(schedule.duration()) >= 0) {
        starter.complete(); // otherwise the run would wait for them forever
      }
      return now.plus(LONGEST);
    }
  }

  private void begin() {
    long now = System.nanoTime();
    starters.forEach(each -> each.clock().beginAt(now));
  }

  private void startUsers() {
    if (starters.get(0).clock().elapsed().compareTo(THREAD_START) < 0) {
      begin(); // set again, so that the start of the thread is not a delay of the first users
    }
    while (starters.stream().anyMatch(b -> !b.isComplete())) {
      PlanClock clock = starters.get(0).clock(); // all classes have the same start
      Duration now = clock.elapsed();
      Duration next = now.plus(LONGEST);
      for (UserStarter starter : starters) {
        if (!starter.isComplete()) {
          Duration due = startDueOf(starter, starter.clock().schedule(), now);
          next = due.compareTo(next) < 0 ? due : next;
        }
      }
      Duration sleep = next.minus(clock.elapsed());
      LockSupport.parkNanos(Math.max(SHORTEST.toNanos(), sleep.toNanos()));
    }
  }
}
