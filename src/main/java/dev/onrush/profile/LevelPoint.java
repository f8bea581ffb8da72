package dev.onrush.profile;

import dev.onrush.units.Given;
import java.time.Duration;

/**
 * The level at one moment of a profile that is given point by point. Immutable.
 *
 * @param at the time since a moment that is the same for all points of the profile
 * @param level the level, in users or arrivals per second; 0 to 1,000,000
 */
record LevelPoint(Duration at, double level) {

  LevelPoint {
    Given.value(at, "time of a point");
  }
}
