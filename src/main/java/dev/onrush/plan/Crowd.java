package dev.onrush.plan;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.DoubleSupplier;

/**
 * Who is due at each moment, by user class: the profile times the mix. Pure, but for a cache of
 * mixes by total.
 */
public final class Crowd {

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /** Keeps sums of doubles, such as 29.999999999, from hiding an arrival that is due. */
  private static final double ROUNDING = 1e-9;

  private final LoadProfile profile;
  private final Duration duration;
  private final Mix mix;
  private final AtomicReferenceArray<int[]> byTotal;

  public Crowd(List<UserClass> classes, LoadProfile profile) {
    this.profile = profile;
    this.duration = profile.duration(); // asked for in each iteration of each user
    this.mix = Mix.of(classes);
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
   * Users of class {@code index} that are to be there at {@code elapsed}; for a closed workload.
   */
  public int usersAt(int index, Duration elapsed) {
    int total = ((ConcurrentUsers) profile).usersAt(elapsed);
    int[] users = byTotal.get(total);
    if (users == null) {
      users = mix.of(total);
      byTotal.set(total, users);
    }
    return users[index];
  }

  /**
   * Whether there are more users than a moment ago. While a crowd grows nobody leaves: a largest
   * remainder can take a user from a class though the total grows (the Alabama paradox), and would
   * give it back soon after.
   */
  public boolean growing(Duration elapsed) {
    return profile.levelAt(elapsed) > profile.levelAt(elapsed.minus(A_MOMENT));
  }

  /** Arrivals of class {@code index} that the profile has by {@code elapsed}; open workload. */
  public double arrivalsBy(int index, Duration elapsed) {
    return ((ArrivalRate) profile).arrivalsBy(elapsed) * mix.fraction(index) + ROUNDING;
  }

  /** When the profile has so many arrivals of class {@code index}. */
  public Duration dueAt(int index, double arrivals) {
    return ((ArrivalRate) profile).dueAt(arrivals / mix.fraction(index));
  }

  /**
   * The arrivals that a class has when its next one is due, after {@code last}: one more, or, of a
   * Poisson process, an exponential step of mean one, since such a process is one of rate 1 in the
   * time that the profile's own arrivals count (time change; D. J. Daley, D. Vere-Jones, "An
   * Introduction to the Theory of Point Processes" I, 2003, 7.4).
   */
  public double next(double last, DoubleSupplier random) {
    return ((ArrivalRate) profile).spacing() == ArrivalRate.Spacing.EVEN
        ? Math.floor(last + ROUNDING) + 1
        : last - Math.log1p(-random.getAsDouble());
  }
}
