package dev.onrush.plan;

import dev.onrush.plan.LoadProfile.ArrivalRate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.DoubleSupplier;

/**
 * The schedule of users by user class: the profile times the mix, or one injector's slice of it. A
 * pure function of elapsed time, with a cache of mixes; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class UserSchedule {

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /** Keeps sums of doubles, such as 29.999999999, from hiding an arrival that is due. */
  private static final double ROUNDING = 1e-9;

  private final LoadProfile profile;

  /** The profile, if it is an arrival rate. */
  private final Optional<ArrivalRate> open;

  private final Duration duration;
  private final Mix mix;
  private final Slice slice;
  private final AtomicReferenceArray<int[]> byTotal;

  /** The schedule of the whole load. */
  public UserSchedule(List<UserClass> classes, LoadProfile profile) {
    this(classes, profile, Slice.WHOLE);
  }

  /** The schedule of one injector; the profile is that of the whole load. */
  public UserSchedule(List<UserClass> classes, LoadProfile profile, Slice slice) {
    this.profile = profile;
    this.duration = profile.duration(); // asked for in each iteration of each user
    this.mix = Mix.of(classes);
    this.slice = slice;
    int totals = profile.match(closed -> (int) Math.round(closed.peak()) + 1, open -> 0);
    this.byTotal = new AtomicReferenceArray<>(totals);
    this.open = profile.match(closed -> Optional.empty(), Optional::of);
  }

  /** The length of the profile. */
  public Duration duration() {
    return duration;
  }

  /** Whether users loop (closed) or come once each (open). */
  public boolean closed() {
    return !profile.isOpen();
  }

  /**
   * The users of class {@code index} that are due at {@code elapsed}, of a closed workload. In a
   * slice, its share of the class: where the mix of the whole has 73 users, the slices of three
   * have 25, 24 and 24.
   */
  public int usersAt(int index, Duration elapsed) {
    int total = (int) Math.round(profile.levelAt(elapsed));
    int[] users = byTotal.get(total);
    if (users == null) {
      users = usersOf(total);
      byTotal.set(total, users);
    }
    return users[index];
  }

  /** The users of all classes that are due where the profile has {@code total}. */
  public int users(int total) {
    return Arrays.stream(usersOf(total)).sum();
  }

  private int[] usersOf(int total) {
    int[] users = mix.of(total);
    for (int i = 0; i < users.length; i++) {
      users[i] = slice.shareOf(users[i]);
    }
    return users;
  }

  /**
   * Whether there are more users than a moment ago. While their number grows no user leaves: a
   * largest remainder can take a user from a class though the total grows (the Alabama paradox),
   * and would give it back soon after. A slice grows with the whole.
   */
  public boolean growing(Duration elapsed) {
    return profile.levelAt(elapsed) > profile.levelAt(elapsed.minus(A_MOMENT));
  }

  /**
   * The arrivals of class {@code index} that are due by {@code elapsed} in the whole load, of an
   * open workload; fractions carry over.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public double arrivalsBy(int index, Duration elapsed) {
    return open().arrivalsBy(elapsed) * mix.fraction(index) + ROUNDING;
  }

  /**
   * When this number of arrivals of class {@code index} is due in the whole load.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public Duration dueAt(int index, double arrivals) {
    return open().dueAt(arrivals / mix.fraction(index));
  }

  /**
   * The number of arrivals of a class when its first one in this slice is due.
   *
   * @param random 0 to 1, exclusive; asked only of a Poisson process
   * @throws IllegalStateException if the workload is closed
   */
  public double first(DoubleSupplier random) {
    return after(0, slice.index() + 1, random);
  }

  /**
   * The number of arrivals of a class when its next one is due, after {@code last}: one more, or,
   * of a Poisson process, an exponential step of mean one, since such a process is one of rate 1 in
   * the time that the profile's own arrivals count (time change; D. J. Daley, D. Vere-Jones, "An
   * Introduction to the Theory of Point Processes" I, 2003, 7.4).
   *
   * <p>A slice passes by those of the others: the second of three has arrivals 2, 5, 8 …, each due
   * when it is due in the whole, also of a Poisson process if {@code random} is the same for all.
   *
   * @param random 0 to 1, exclusive; asked only of a Poisson process
   * @throws IllegalStateException if the workload is closed
   */
  public double next(double last, DoubleSupplier random) {
    return after(last, slice.of(), random);
  }

  /**
   * The same of several classes that come in turns, each {@code step} of an arrival after the one
   * before: with a half, there are two in the time of one.
   *
   * @param step above 0, at most 1
   * @throws IllegalStateException if the workload is closed
   */
  public double next(double last, double step, DoubleSupplier random) {
    return switch (open().spacing()) {
      case EVEN -> step * (Math.floor(last / step + ROUNDING) + 1);
      case POISSON -> last - step * Math.log1p(-random.getAsDouble());
    };
  }

  private double after(double last, int steps, DoubleSupplier random) {
    double arrivals = last;
    for (int step = 0; step < steps; step++) {
      arrivals = next(arrivals, 1, random);
    }
    return arrivals;
  }

  private ArrivalRate open() {
    return open.orElseThrow(() -> new IllegalStateException("a closed workload has no arrivals"));
  }
}
