package dev.onrush.internal.importing.plan;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The time between two requests of a user, as a distribution. */
public sealed interface Pause {

  /** The next one, in seconds. */
  double sample(RandomGenerator random);

  /** The answer for its own case. */
  <T> T match(Cases<T> cases);

  /**
   * An answer for each case.
   *
   * @param constant for always the same
   * @param between for any in between
   * @param exponential for many short ones and few long ones
   * @param observed for those of the log
   */
  record Cases<T>(
      Function<Constant, T> constant,
      Function<Between, T> between,
      Function<Exponential, T> exponential,
      Function<Observed, T> observed) {}

  /**
   * Always the same.
   *
   * @param time of it
   */
  record Constant(Duration time) implements Pause {
    @Override
    public double sample(RandomGenerator random) {
      return seconds(time);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.constant().apply(this);
    }
  }

  /**
   * Any in between, all with the same probability.
   *
   * @param min shortest
   * @param max longest
   */
  record Between(Duration min, Duration max) implements Pause {
    @Override
    public double sample(RandomGenerator random) {
      return seconds(min) + random.nextDouble() * (seconds(max) - seconds(min));
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.between().apply(this);
    }
  }

  /**
   * Many short ones and few long ones.
   *
   * @param mean of them
   */
  record Exponential(Duration mean) implements Pause {
    @Override
    public double sample(RandomGenerator random) {
      return -seconds(mean) * Math.log1p(-random.nextDouble());
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.exponential().apply(this);
    }
  }

  /**
   * Those of the log.
   *
   * @param values each as probable as any other
   */
  record Observed(List<Duration> values) implements Pause {

    /** A copy of the values. */
    public Observed {
      values = List.copyOf(values);
    }

    @Override
    public double sample(RandomGenerator random) {
      return seconds(values.get(random.nextInt(values.size())));
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.observed().apply(this);
    }
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
