package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time that a user waits between two iterations. Random times come from the run's seed.
 * Immutable.
 *
 * @since 0.1.0
 */
public sealed interface ThinkTime {

  /** Returns the next wait; not negative. */
  Duration sample(RandomGenerator random);

  /** Describes the think time in words, for previews and reports. */
  String describe();

  /**
   * A think time that is always the same.
   *
   * @param time the wait; zero, which is no wait at all, to 1,000 days
   */
  record Constant(Duration time) implements ThinkTime {

    /**
     * Creates a constant think time.
     *
     * @throws IllegalArgumentException if {@code time} is outside its range
     */
    public Constant {
      Given.time(time, "think time");
    }

    @Override
    public Duration sample(RandomGenerator random) {
      return time;
    }

    @Override
    public String describe() {
      return time.isZero() ? "none" : Quantity.duration(time);
    }
  }

  /**
   * A think time from {@code min} to {@code max}, each with the same probability; the mean is
   * halfway between them.
   *
   * @param min the shortest wait, inclusive; zero to 1,000 days
   * @param max the longest wait, inclusive; longer than {@code min}, at most 1,000 days
   */
  record Uniform(Duration min, Duration max) implements ThinkTime {

    /**
     * Creates a uniform think time.
     *
     * @throws IllegalArgumentException if one of the bounds is outside its range
     */
    public Uniform {
      Given.time(min, "think time");
      Given.time(max, "think time");
      if (min.compareTo(max) >= 0) {
        throw new IllegalArgumentException(
            "think time was between "
                + Quantity.duration(min)
                + " and "
                + Quantity.duration(max)
                + "; the first must be the shorter one");
      }
    }

    @Override
    public Duration sample(RandomGenerator random) {
      return Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
    }

    @Override
    public String describe() {
      return Quantity.duration(min) + " to " + Quantity.duration(max);
    }
  }

  /**
   * An exponentially distributed think time, with many short waits and few long ones, like the
   * waits of independent people: -mean · ln(1 - U), where U is uniform from 0 to 1. A wait is cut
   * at ten times the mean, which one wait in 22,000 reaches, so that a run can end.
   *
   * @param mean the mean, before waits are cut; zero to 1,000 days
   */
  record Exponential(Duration mean) implements ThinkTime {

    /**
     * Creates an exponential think time.
     *
     * @throws IllegalArgumentException if {@code mean} is outside its range
     */
    public Exponential {
      Given.time(mean, "think time");
    }

    @Override
    public Duration sample(RandomGenerator random) {
      double means = Math.min(10, -Math.log(1 - random.nextDouble()));
      return Duration.ofNanos(Math.round(mean.toNanos() * means));
    }

    @Override
    public String describe() {
      return "exponential, mean " + Quantity.duration(mean);
    }
  }
}
