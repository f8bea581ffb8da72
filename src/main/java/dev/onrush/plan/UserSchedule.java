package dev.onrush.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.DoubleSupplier;

/**
 * The schedule of users by user class: the profile times the mix, or one injector's slice of it. A
 * pure function of elapsed time, with a cache of mixes.
 */
public final class UserSchedule {

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /** Keeps sums of doubles, such as 29.999999999, from hiding an arrival that is due. */
  private static final double ROUNDING = 1e-9;

  private final LoadProfile profile;
  private final Duration duration;
  private final Mix mix;
  private final Slice slice;
  private final AtomicReferenceArray<int[]> byTotal;

  /** The schedule of all users. */
  public UserSchedule(List<UserClass> classes, LoadProfile profile) {
    this(classes, profile, Slice.WHOLE);
  }

  /** The schedule of one injector's users; the profile is that of all injectors. */
  public UserSchedule(List<UserClass> classes, LoadProfile profile, Slice slice) {
    this.profile = profile;
    this.duration = profile.duration(); // asked for in each iteration of each user
    this.mix = Mix.of(classes);
    this.slice = slice;
    this.byTotal =
        new AtomicReferenceArray<>(
            profile instanceof ConcurrentUsers ? (int) Math.round(profile.peak()) + 1 : 0);
  }

  public Duration duration() {
    return duration;
  }

  /** Whether users loop (closed) or come once each (open). */
  public boolean closed() {
    return profile instanceof ConcurrentUsers;
  }

  /**
   * Users of class {@code index} that are to be there at {@code elapsed}; for a closed workload. In
   * a slice, its share of the class: where the mix of the whole has 73 users, the slices of three
   * have 25, 24 and 24.
   */
  public int usersAt(int index, Duration elapsed) {
    int total = ((ConcurrentUsers) profile).usersAt(elapsed);
    int[] users = byTotal.get(total);
    if (users == null) {
      users = usersOf(total);
      byTotal.set(total, users);
    }
    return users[index];
  }

  /** Users of all classes that are to be there where the profile has {@code total}. */
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
   * Arrivals of class {@code index} that the profile has by {@code elapsed}, of all slices; open
   * workload.
   */
  public double arrivalsBy(int index, Duration elapsed) {
    return ((ArrivalRate) profile).arrivalsBy(elapsed) * mix.fraction(index) + ROUNDING;
  }

  /** When the profile has so many arrivals of class {@code index}, those of all slices. */
  public Duration dueAt(int index, double arrivals) {
    return ((ArrivalRate) profile).dueAt(arrivals / mix.fraction(index));
  }

  /** The arrivals that a class has when its first one is due: {@link #next} of none. */
  public double first(DoubleSupplier random) {
    return after(0, slice.index() + 1, random);
  }

  /**
   * The arrivals that a class has when its next one is due, after {@code last}: one more, or, of a
   * Poisson process, an exponential step of mean one, since such a process is one of rate 1 in the
   * time that the profile's own arrivals count (time change; D. J. Daley, D. Vere-Jones, "An
   * Introduction to the Theory of Point Processes" I, 2003, 7.4).
   *
   * <p>A slice passes by those of the others: the second of three has arrivals 2, 5, 8 …, each due
   * when it is due in the whole, also of a Poisson process if {@code random} is the same for all.
   */
  public double next(double last, DoubleSupplier random) {
    return after(last, slice.of(), random);
  }

  private double after(double last, int steps, DoubleSupplier random) {
    boolean even = ((ArrivalRate) profile).spacing() == ArrivalRate.Spacing.EVEN;
    double arrivals = last;
    for (int step = 0; step < steps; step++) {
      arrivals =
          even ? Math.floor(arrivals + ROUNDING) + 1 : arrivals - Math.log1p(-random.getAsDouble());
    }
    return arrivals;
  }
}
