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
   * The number of arrivals of all classes that are due by {@code elapsed} in the whole load, in an
   * open workload. Fractions carry over.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public double arrivalsBy(Duration elapsed) {
    return open().dueBy(elapsed);
  }

  /**
   * The number of arrivals of each class that are due by {@code elapsed} in the whole load. They
   * add up to the arrivals of the profile, rounded down, and each is the share of its class,
   * rounded up or down. Of random arrivals, these numbers are expected.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public long[] arrivalsOfClassesBy(Duration elapsed) {
    return mix.ofArrivals((long) arrivalsBy(elapsed));
  }

  /**
   * The time at which this number of arrivals of all classes is due in the whole load.
   *
   * @throws IllegalStateException if the workload is closed
   */
  public Duration dueAt(double arrivals) {
    return open().dueAt(arrivals);
  }

  /**
   * Returns the arrivals of class {@code index} in the whole load, from the first one on. They do
   * not depend on the levels of the profile.
   *
   * @param parts the number of arrivals that take turns in the time of one: 1, or 2 for twins
   * @param random random numbers from 0 to 1, exclusive; used only for a Poisson process
   * @throws IllegalStateException if the workload is closed
   */
  public ClassArrivals arrivals(int index, int parts, DoubleSupplier random) {
    return new ClassArrivals(open().spacing(), mix, index, parts, random);
  }

  private ArrivalRate open() {
    return open.orElseThrow(() -> new IllegalStateException("a closed workload has no arrivals"));
  }
}
