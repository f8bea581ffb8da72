package dev.onrush.plan;

import dev.onrush.units.Given;
import java.time.Duration;

/**
 * A level at a moment, of a profile that is given point by point. Immutable.
 *
 * @param at since some moment that all points share
 * @param level users, or arrivals per second; 0 to 1,000,000
 */
record LevelPoint(Duration at, double level) {

  LevelPoint {
    Given.value(at, "time of a point");
  }
}
