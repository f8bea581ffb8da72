package dev.onrush.plan;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Who is due at each moment, by user class: the profile times the mix. Pure, but for a cache of
 * mixes by total.
 */
public final class Crowd {

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /** Keeps sums of doubles, such as 29.999999999, from hiding an arrival that is due. */
  private static final double ROUNDING = 1e-9;

  private final LoadProfile profile;
  private final Mix mix;
  private final AtomicReferenceArray<int[]> byTotal;

  public Crowd(List<UserClass> classes, LoadProfile profile) {
    this.profile = profile;
    this.mix = Mix.of(classes);
    this.byTotal =
        new AtomicReferenceArray<>(
            profile instanceof ConcurrentUsers ? (int) Math.round(profile.peak()) + 1 : 0);
  }

  public Duration duration() {
    return profile.duration();
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

  /** Arrivals of class {@code index} due by {@code elapsed}; for an open workload. */
  public long arrivalsBy(int index, Duration elapsed) {
    double due = ((ArrivalRate) profile).arrivalsBy(elapsed) * mix.fraction(index);
    return (long) Math.floor(due + ROUNDING);
  }

  /** When arrival {@code number}, counted from 1, of class {@code index} is due. */
  public Duration dueAt(int index, long number) {
    return ((ArrivalRate) profile).dueAt(number / mix.fraction(index));
  }
}
