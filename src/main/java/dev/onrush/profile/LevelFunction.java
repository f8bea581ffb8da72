package dev.onrush.profile;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Converts a function of time to points of a profile. */
final class LevelFunction {

  /**
   * The greatest number of points of a curve, enough for each minute of a day. A curve from a
   * function has one more point, at its end.
   */
  static final int MOST_POINTS = 2_000;

  private LevelFunction() {}

  /**
   * Returns the values of the function once a second or, if the time is longer than {@value
   * #MOST_POINTS} s, once every 2 s, 3 s or more; and at the end.
   *
   * @throws IllegalArgumentException if the time is shorter than a second or not in whole seconds,
   *     or a level is outside its range
   */
  static List<LevelPoint> points(Duration time, ToDoubleFunction<Duration> level) {
    Given.value(level, "function of a profile");
    Given.time(time, "duration of a profile from a function");
    if (time.toSeconds() < 1 || time.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "duration of a profile from a function was "
              + Quantity.duration(time)
              + "; the function is called once a second, so whole seconds, at least 1 s, are"
              + " allowed");
    }
    long seconds = time.toSeconds();
    long step = (seconds + MOST_POINTS - 1) / MOST_POINTS;
    List<LevelPoint> points = new ArrayList<>();
    for (long second = 0; second < seconds; second += step) {
      points.add(point(Duration.ofSeconds(second), level));
    }
    points.add(point(time, level));
    return points;
  }

  private static LevelPoint point(Duration at, ToDoubleFunction<Duration> level) {
    double found = level.applyAsDouble(at);
    if (!(found >= 0 && found <= Stage.HIGHEST)) {
      throw new IllegalArgumentException(
          "level of a profile from a function was "
              + found
              + " at "
              + Quantity.clock(at)
              + "; 0 to "
              + Quantity.count(Stage.HIGHEST)
              + " are allowed");
    }
    return new LevelPoint(at, found);
  }
}
