package dev.onrush.plan;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.DoubleSupplier;

/**
 * The schedule of the users of each user class: the profile multiplied by the mix, or one
 * injector's slice of it. A pure function of elapsed time, with a cache of mixes; safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class UserSchedule {

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /**
   * Added to sums of doubles, so that a sum such as 29.999999999 does not hide an arrival that is
   * due.
   */
  private static final double ROUNDING = 1e-9;

  private final LoadProfile profile;

  /** The profile, if it is an arrival rate. */
  private final Optional<ArrivalRate> open;

  private final Duration duration;
  private final Mix mix;
  private final Slice slice;
  private final AtomicReferenceArray<int[]> byTotal;

  /** Creates the schedule of the whole load. */
  public UserSchedule(List<UserClass> classes, LoadProfile profile) {
    this(classes, profile, Slice.WHOLE);
  }

  /**
   * Creates the schedule of one injector's slice; {@code profile} is the profile of the whole load.
   */
  public UserSchedule(List<UserClass> classes, LoadProfile profile, Slice slice) {
    this.profile = profile;
    this.duration = profile.duration(); // cached, because each iteration of each user asks for it
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

  /**
   * Whether the workload is closed, so that users loop; in an open workload, each user iterates
   * once.
   */
  public boolean closed() {
    return !profile.isOpen();
  }

  /**
   * The number of users of class {@code index} that are due at {@code elapsed}, in a closed
   * workload. In a slice, it is the slice's share of the class: if the mix of the whole has 73
   * users, three slices have 25, 24 and 24.
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

  /**
   * The number of users of all classes that are due in this slice when the profile has {@code
   * total} users.
   */
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
   * Whether the whole load has a higher level than 100 ms ago. While the level rises, no user
   * should leave: the method of largest remainder can take a user from a class although the total
   * grows (the Alabama paradox), and would give it back soon after. A slice grows with the whole.
   */
  public boolean growing(Duration elapsed) {
    return profile.levelAt(elapsed) > profile.levelAt(elapsed.minus(A_MOMENT));
  }

  /**
   * The number of arrivals of class {@code index} that are due by {@code elapsed} in the whole
   * load, in an open workload. Fractions carry over.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public double arrivalsBy(int index, Duration elapsed) {
    return open().arrivalsBy(elapsed) * mix.fraction(index) + ROUNDING;
  }

  /**
   * The time at which this number of arrivals of class {@code index} is due in the whole load.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public Duration dueAt(int index, double arrivals) {
    return open().dueAt(arrivals / mix.fraction(index));
  }

  /**
   * The number of arrivals of a class in the whole load at the time when its first arrival in this
   * slice is due.
   *
   * @param random random numbers from 0 to 1, exclusive; used only for a Poisson process
   * @throws IllegalStateException if the workload is closed
   */
  public double first(DoubleSupplier random) {
    return after(0, slice.index() + 1, random);
  }

  /**
   * The number of arrivals of a class in the whole load at the time when its next arrival in this
   * slice, after {@code last}, is due. Each arrival of the whole load adds one or, in a Poisson
   * process, an exponentially distributed step of mean one, because the process has the rate 1 if
   * the profile's own number of arrivals is taken as its time (time change; D. J. Daley, D.
   * Vere-Jones, "An Introduction to the Theory of Point Processes" I, 2003, 7.4).
   *
   * <p>A slice skips the arrivals of the other slices: the second of three slices has the arrivals
   * 2, 5, 8 …, each of which is due at the same time as in the whole. In a Poisson process, this
   * requires that {@code random} returns the same numbers in all slices.
   *
   * @param random random numbers from 0 to 1, exclusive; used only for a Poisson process
   * @throws IllegalStateException if the workload is closed
   */
  public double next(double last, DoubleSupplier random) {
    return after(last, slice.of(), random);
  }

  /**
   * The number of arrivals of a class at the time when the next arrival after {@code last} is due,
   * if each arrival adds only {@code step}. It is for several classes that arrive in turn: with a
   * step of 0.5, there are two arrivals in the time of one. No arrivals are skipped for other
   * slices.
   *
   * @param step the number that each arrival adds; above 0, at most 1
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
