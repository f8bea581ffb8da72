package dev.onrush.internal.gatling.user;

import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The users of one class in a run: how many there are, and whether one more may stay. */
public final class Population {

  /** The place of a user that waits. */
  public static final int NOWHERE = -1;

  private final UserClass userClass;
  private final PlanClock clock;
  private final int index;
  private final int number;
  private final Twin twin;
  private final AtomicInteger present = new AtomicInteger();

  /** How many have left as the profile let them go; counted before they are absent. */
  private final AtomicInteger released = new AtomicInteger();

  /** How many users are at each task, and then in on-start and in on-stop. */
  private final AtomicIntegerArray at;

  /** No users yet, of a class without a twin. */
  public Population(UserClass userClass, PlanClock clock, int index, int number) {
    this(userClass, clock, index, number, Twin.NONE);
  }

  /**
   * No users yet.
   *
   * @param clock of its flow
   * @param index of the class in its flow
   * @param number of the class in the plan, which no other has but its twin
   */
  public Population(UserClass userClass, PlanClock clock, int index, int number, Twin twin) {
    this.userClass = userClass;
    this.clock = clock;
    this.index = index;
    this.number = number;
    this.twin = twin;
    this.at = new AtomicIntegerArray(userClass.tasks().size() + 2);
  }

  /** Its place among two classes whose users do the same. */
  public enum Twin {
    /** It has no twin. */
    NONE,
    FIRST,
    SECOND
  }

  public Twin twin() {
    return twin;
  }

  /** The place of on-start. */
  public int onStart() {
    return userClass.tasks().size();
  }

  /** The place of on-stop. */
  public int onStop() {
    return userClass.tasks().size() + 1;
  }

  /**
   * A user goes from one place to another: a task by its index, on-start, on-stop, or {@link
   * #NOWHERE}.
   */
  void moved(int from, int to) {
    if (from != NOWHERE) {
      at.decrementAndGet(from);
    }
    if (to != NOWHERE) {
      at.incrementAndGet(to);
    }
  }

  /** Where users are at work: {@code 4 of Browsing in "Search"}. */
  public List<String> atWork() {
    List<String> all = new ArrayList<>();
    for (int place = 0; place < at.length(); place++) {
      if (at.get(place) > 0) {
        String where =
            place == onStart()
                ? "in on-start"
                : place == onStop()
                    ? "in on-stop"
                    : "in \"" + userClass.tasks().get(place).name() + "\"";
        all.add(at.get(place) + " of " + userClass.name() + " " + where);
      }
    }
    return all;
  }

  /**
   * The wait between iterations: the think time, or as long as the pacing asks for. Whoever would
   * wake after the end wakes at the end, so that a run is not longer for it.
   *
   * @param random of the user
   * @param iterationStart when the last iteration began, by {@link System#nanoTime}
   * @param atLeast the shortest wait before the end
   */
  Duration waitAfter(SplittableRandom random, long iterationStart, Duration atLeast) {
    Duration thought = userClass.thinkTime().sample(random);
    Duration wait = atLeast.compareTo(thought) > 0 ? atLeast : thought;
    if (userClass.pacing().isPresent()) {
      Duration spent = Duration.ofNanos(System.nanoTime() - iterationStart);
      Duration pace = userClass.pacing().get().minus(spent);
      wait = pace.compareTo(wait) > 0 ? pace : wait;
    }
    Duration left = clock.schedule().duration().minus(clock.elapsed());
    return left.compareTo(wait) < 0 ? left : wait;
  }

  /** Its index among the classes of its flow. */
  public int index() {
    return index;
  }

  /** Its number among all classes of the plan, from which its choices follow. */
  public int number() {
    return number;
  }

  public PlanClock clock() {
    return clock;
  }

  /** Users that are here or on their way. */
  public int expected() {
    return present.get();
  }

  public void invited() {
    present.incrementAndGet();
  }

  /**
   * A user that ended on its own account, as by exitHereIfFailed, and has waited after that. It is
   * replaced, unless the profile would let it go now.
   */
  public void gone() {
    if (!clock.schedule().closed() || !leaves()) {
      present.decrementAndGet();
    }
  }

  /** How many users have left so far because the profile has shrunk, or has ended. */
  public int released() {
    return released.get();
  }

  /** Users that are here or on their way, and those that have left since so many had. */
  public int expectedSince(int releasedThen) {
    int here = present.get(); // first: whoever leaves meanwhile is rather counted twice than never
    return here + released.get() - releasedThen;
  }

  /** Takes one user off the count if the profile has shrunk below it. */
  public boolean leaves() {
    UserSchedule schedule = clock.schedule();
    var elapsed = clock.elapsed();
    if (elapsed.compareTo(schedule.duration()) >= 0) {
      released.incrementAndGet();
      present.decrementAndGet();
      return true;
    }
    while (true) {
      int now = present.get();
      if (now <= schedule.usersAt(index, elapsed) || schedule.growing(elapsed)) {
        return false;
      }
      released.incrementAndGet();
      if (present.compareAndSet(now, now - 1)) {
        return true;
      }
      released.decrementAndGet();
    }
  }
}
