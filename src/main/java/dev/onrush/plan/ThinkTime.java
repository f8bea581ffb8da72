package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time that a user waits between two iterations, drawn from the run's seed. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface ThinkTime {

  /** The next wait; not negative. */
  Duration sample(RandomGenerator random);

  /** In words, for previews and reports. */
  String describe();

  /**
   * Always the same time.
   *
   * @param time zero, which is no wait at all, to 1,000 days
   */
  record Constant(Duration time) implements ThinkTime {

    /**
     * A wait within its range.
     *
     * @throws IllegalArgumentException if it is outside
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
   * Every time from {@code min} to {@code max} with the same probability; the mean is half-way.
   *
   * @param min inclusive; zero to 1,000 days
   * @param max inclusive; longer than {@code min}, at most 1,000 days
   */
  record Uniform(Duration min, Duration max) implements ThinkTime {

    /**
     * A wait within these bounds.
     *
     * @throws IllegalArgumentException if one is outside its range, or they are not in order
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
   * Many short waits and few long ones, as of independent people; -mean · ln(1 - U). Cut at ten
   * times the mean, which one wait in 22,000 reaches, so that a run can end.
   *
   * @param mean zero to 1,000 days
   */
  record Exponential(Duration mean) implements ThinkTime {

    /**
     * A wait with a mean within its range.
     *
     * @throws IllegalArgumentException if it is outside
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
