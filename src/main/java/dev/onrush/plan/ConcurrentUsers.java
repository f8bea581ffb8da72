package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The closed workload: so many users are there at each moment; each loops through tasks and think
 * times, and leaves at the end of an iteration when the profile has shrunk below it.
 *
 * <pre>{@code concurrentUsers().rampTo(100, ofSeconds(10)).holdFor(ofMinutes(2))}</pre>
 */
public record ConcurrentUsers(List<Stage> stages) implements LoadProfile {

  public ConcurrentUsers {
    stages = Given.values(stages, "stage");
  }

  /** A profile that has no time yet; it begins at 0 users. */
  public static ConcurrentUsers none() {
    return new ConcurrentUsers(List.of());
  }

  /** From the level reached so far to {@code users} along a straight line. */
  public ConcurrentUsers rampTo(int users, Duration over) {
    return new ConcurrentUsers(Stages.ramp(stages, checked(users), over));
  }

  /** {@code users} at once, held for a time. */
  public ConcurrentUsers hold(int users, Duration time) {
    return new ConcurrentUsers(Stages.hold(stages, checked(users), time));
  }

  /** The level reached so far, held for a time. */
  public ConcurrentUsers holdFor(Duration time) {
    return new ConcurrentUsers(Stages.hold(stages, Stages.level(stages), time));
  }

  /** Gives the stage written last a phase name of its own; stages of one name are one phase. */
  public ConcurrentUsers named(String phase) {
    return new ConcurrentUsers(Stages.rename(stages, phase));
  }

  /** Users at {@code elapsed}: the level, rounded half up. */
  public int usersAt(Duration elapsed) {
    return (int) Math.round(levelAt(elapsed));
  }

  @Override
  public ConcurrentUsers scaled(double factor) {
    return new ConcurrentUsers(stages.stream().map(s -> s.scaled(factor)).toList());
  }

  @Override
  public ConcurrentUsers paced(double factor) {
    return new ConcurrentUsers(stages.stream().map(s -> s.paced(factor)).toList());
  }

  /**
   * The same number.
   *
   * @throws IllegalArgumentException if there cannot be so many
   */
  public static int checked(int users) {
    if (users < 0 || users > HIGHEST) {
      throw new IllegalArgumentException(
          "users were " + users + "; 0 to " + Quantity.count(HIGHEST) + " are allowed");
    }
    return users;
  }

  @Override
  public ConcurrentUsers renamed(UnaryOperator<String> rename) {
    return new ConcurrentUsers(stages.stream().map(s -> s.named(rename.apply(s.phase()))).toList());
  }
}
