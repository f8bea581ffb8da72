package dev.onrush.profile;

import java.time.Duration;
import java.util.List;

/**
 * The curve of levels over time that stages describe, as straight lines, and the area below it:
 * users or arrivals per second, and arrivals.
 */
final class LevelCurve {

  private LevelCurve() {}

  /** The level at a time; at a jump, the level after it; 0 before the start and after the end. */
  static double at(List<Stage> stages, Duration elapsed) {
    double seconds = elapsed.toNanos() / 1e9;
    if (seconds < 0) {
      return 0;
    }
    for (Stage stage : stages) {
      if (seconds < stage.seconds()) {
        return stage.levelAfter(seconds);
      }
      seconds -= stage.seconds();
    }
    return 0;
  }

  /** The highest level; 0 without stages. */
  static double peak(List<Stage> stages) {
    return stages.stream()
        .filter(s -> !s.isJump())
        .mapToDouble(s -> Math.max(s.from(), s.to()))
        .max()
        .orElse(0);
  }

  /** The area before a time: 10/s held for 3 s gives 30. */
  static double areaBefore(List<Stage> stages, Duration elapsed) {
    double seconds = Math.max(0, elapsed.toNanos() / 1e9);
    double area = 0;
    for (Stage stage : stages) {
      double inside = Math.min(seconds, stage.seconds());
      area += stage.areaAfter(inside);
      seconds -= inside;
    }
    return area;
  }

  /**
   * The time before which the area is as given: the inverse of {@link #areaBefore}; the end of the
   * curve if its area is smaller.
   */
  static Duration timeOfArea(List<Stage> stages, double area) {
    double left = area;
    Duration at = Duration.ZERO;
    for (Stage stage : stages) {
      double whole = stage.areaAfter(stage.seconds());
      if (left <= whole && whole > 0) {
        return at.plusNanos(Math.round(1e9 * stage.secondsToArea(left)));
      }
      left -= whole;
      at = at.plus(stage.duration());
    }
    return at;
  }
}
