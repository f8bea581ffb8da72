package dev.onrush.internal.gatling.user;

import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The users of one class in a run: how many there are, and whether one has to leave. */
public final class Population {

  /** The place of a user that waits. */
  public static final int NOWHERE = -1;

  private final UserClass userClass;
  private final PlanClock clock;
  private final int index;
  private final int number;
  private final Twin twin;
  private final AtomicInteger present = new AtomicInteger();

  /**
   * The number of users that left because the profile released them. It is incremented before
   * {@link #present} is decremented.
   */
  private final AtomicInteger released = new AtomicInteger();

  /** What is to be done when the places of users that left early are taken again. */
  private final List<Runnable> vacant = new ArrayList<>();

  private boolean isComplete;

  /**
   * The number of users in each task, followed by the numbers of users in on-start and in on-stop.
   */
  private final AtomicIntegerArray at;

  /** Creates a population without users, of a class without a twin. */
  public Population(UserClass userClass, PlanClock clock, int index, int number) {
    this(userClass, clock, index, number, Twin.NONE);
  }

  /**
   * Creates a population without users.
   *
   * @param clock the clock of the flow
   * @param index the index of the class in its flow
   * @param number the number of the class in the plan, shared only with its twin
   */
  public Population(UserClass userClass, PlanClock clock, int index, int number, Twin twin) {
    this.userClass = userClass;
    this.clock = clock;
    this.index = index;
    this.number = number;
    this.twin = twin;
    this.at = new AtomicIntegerArray(userClass.tasks().size() + 2);
  }

  /** The place of a class in a pair of classes whose users do the same. */
  public enum Twin {
    /** The class has no twin. */
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
   * Moves a user from one place to another: a task by its index, on-start, on-stop, or {@link
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

  /** Describes where users are active: {@code 4 of Browsing in "Search"}. */
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
   * Returns the wait between iterations: the think time, or the time that the pacing requires if it
   * is longer. A wait that would end after the end of the run ends at the end, so that it does not
   * make the run longer.
   *
   * @param random the random numbers of the user
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

  /** The index of the class among the classes of its flow. */
  public int index() {
    return index;
  }

  /**
   * The number of the class among all classes of the plan, which determines the random choices of
   * its users.
   */
  public int number() {
    return number;
  }

  public PlanClock clock() {
    return clock;
  }

  /** The number of users that are active or have been started. */
  public int expected() {
    return present.get();
  }

  public void invited() {
    present.incrementAndGet();
  }

  /**
   * Counts the end of a user that left early, for example by {@code exitHereIfFailed}, and has
   * waited after that. It is replaced, unless the profile would release it now.
   */
  public void gone() {
    if (!clock.schedule().closed() || !releaseIfSurplus()) {
      present.decrementAndGet();
    }
  }

  /**
   * Counts a place that a user has left early. The starter of users looks a few milliseconds later,
   * and until then its place counts as taken: otherwise a service that fails at once would seem to
   * be a generator without users.
   *
   * @param ended called when the place is taken again, or will not be
   */
  public void vacated(Runnable ended) {
    synchronized (vacant) {
      if (!isComplete) {
        vacant.add(ended);
        return;
      }
    }
    ended.run();
  }

  /**
   * Called when users have been started for all places that are vacant.
   *
   * @param complete whether no more users will be started
   */
  public void filled(boolean complete) {
    List<Runnable> all;
    synchronized (vacant) {
      isComplete = complete;
      if (vacant.isEmpty()) {
        return;
      }
      all = List.copyOf(vacant);
      vacant.clear();
    }
    all.forEach(Runnable::run);
  }

  /** The number of users that left so far because the profile has shrunk or has ended. */
  public int released() {
    return released.get();
  }

  /**
   * The number of users that are active or have been started, including users that were released
   * since {@link #released()} was {@code releasedThen}.
   */
  public int expectedSince(int releasedThen) {
    int here = present.get(); // first: counts a leaving user twice rather than not at all
    return here + released.get() - releasedThen;
  }

  /**
   * Releases a user if it has to leave because the profile has shrunk or has ended: removes it from
   * the count and returns true.
   */
  public boolean releaseIfSurplus() {
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
