package dev.onrush.internal.importing.plan;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The distribution of the time between two requests of a user. */
public sealed interface Pause {

  /** Draws the next pause, in seconds. */
  double sample(RandomGenerator random);

  /** Applies the function for the type of this pause. */
  <T> T match(Cases<T> cases);

  /**
   * A function for each type of pause.
   *
   * @param constant the function for a constant pause
   * @param between the function for a uniform distribution
   * @param exponential the function for an exponential distribution
   * @param observed the function for the pauses of a log
   */
  record Cases<T>(
      Function<Constant, T> constant,
      Function<Between, T> between,
      Function<Exponential, T> exponential,
      Function<Observed, T> observed) {}

  /**
   * A constant pause.
   *
   * @param time the pause
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
   * A uniform distribution between two pauses.
   *
   * @param min the shortest pause
   * @param max the longest pause
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
   * An exponential distribution: many short pauses and a few long ones.
   *
   * @param mean the mean pause
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
   * The pauses of a log.
   *
   * @param values the pauses, each as probable as any other
   */
  record Observed(List<Duration> values) implements Pause {

    /** Copies the values. */
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
