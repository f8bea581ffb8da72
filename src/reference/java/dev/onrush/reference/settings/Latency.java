package dev.onrush.reference.settings;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A distribution of added latency, written as in {@code lognormal(20 ms, 0.5)}. */
public sealed interface Latency {

  /** The longest latency that is ever added, whatever the distribution yields. */
  Duration LONGEST = Duration.ofSeconds(60);

  /** No latency. */
  record None() implements Latency {
    @Override
    public double millis(RandomGenerator random) {
      return 0;
    }
  }

  /** A latency that is always the same. */
  record Constant(double value) implements Latency {
    @Override
    public double millis(RandomGenerator random) {
      return value;
    }
  }

  /** A latency between two bounds, each value with the same probability. */
  record Uniform(double min, double max) implements Latency {
    @Override
    public double millis(RandomGenerator random) {
      return min + (max - min) * random.nextDouble();
    }
  }

  /** A latency that is mostly short and rarely long, given by its mean. */
  record Exponential(double mean) implements Latency {
    @Override
    public double millis(RandomGenerator random) {
      return mean * random.nextExponential();
    }
  }

  /** A latency as most services have it: exp(N(ln median, sigma)). */
  record Lognormal(double median, double sigma) implements Latency {
    @Override
    public double millis(RandomGenerator random) {
      return median * Math.exp(sigma * random.nextGaussian());
    }
  }

  /** Returns a random latency in milliseconds; it may exceed {@link #LONGEST}. */
  double millis(RandomGenerator random);

  /** Returns whether no latency is ever added. */
  default boolean isNone() {
    return this instanceof None;
  }

  /**
   * Parses the text of a settings file.
   *
   * @throws IllegalArgumentException for any other text; its message is only what is allowed
   */
  static Latency parse(String text) {
    if (text.strip().equals("none")) {
      return new None();
    }
    Matcher call =
        Pattern.compile("\\s*(\\w+)\\s*\\(\\s*([^,()]+?)\\s*(?:,\\s*([^,()]+?)\\s*)?\\)\\s*")
            .matcher(text);
    if (call.matches()) {
      String name = call.group(1);
      String second = call.group(3);
      if (second == null && name.equals("constant")) {
        return new Constant(time(call.group(2)));
      }
      if (second == null && name.equals("exponential")) {
        return new Exponential(time(call.group(2)));
      }
      if (second != null && name.equals("uniform") && time(second) >= time(call.group(2))) {
        return new Uniform(time(call.group(2)), time(second));
      }
      if (second != null && name.equals("lognormal")) {
        return new Lognormal(time(call.group(2)), sigma(second));
      }
    }
    throw notALatency();
  }

  private static double time(String text) {
    Matcher time = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s)").matcher(text);
    if (!time.matches()) {
      throw notALatency();
    }
    double millis = Double.parseDouble(time.group(1)) * (time.group(2).equals("s") ? 1000 : 1);
    if (millis > LONGEST.toMillis()) {
      throw notALatency();
    }
    return millis;
  }

  private static double sigma(String text) {
    if (!text.matches("[0-5](\\.\\d+)?")) {
      throw notALatency();
    }
    return Double.parseDouble(text);
  }

  private static IllegalArgumentException notALatency() {
    return new IllegalArgumentException(
        "none, constant(5 ms), uniform(5 ms, 50 ms), exponential(20 ms) or lognormal(20 ms, 0.5), with"
            + " times up to 60 s");
  }
}
