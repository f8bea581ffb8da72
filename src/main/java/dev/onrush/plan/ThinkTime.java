package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a user waits between two iterations; drawn from the run's seed. */
public sealed interface ThinkTime {

  /** What is refused by name. */
  String WHAT = "think time";

  /** The next wait. */
  Duration sample(RandomGenerator random);

  /** In words, for previews and reports. */
  String describe();

  /** Always the same; zero is no wait at all. */
  record Constant(Duration time) implements ThinkTime {
    public Constant {
      Given.time(time, WHAT);
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

  /** Every time from {@code min} to {@code max} alike; the mean is half-way. */
  record Uniform(Duration min, Duration max) implements ThinkTime {
    public Uniform {
      Given.time(min, WHAT);
      Given.time(max, WHAT);
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
   */
  record Exponential(Duration mean) implements ThinkTime {
    public Exponential {
      Given.time(mean, WHAT);
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
