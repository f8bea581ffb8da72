package dev.onrush.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * A named part of a run, by time since its start.
 *
 * @param name unique within a profile
 * @param start inclusive
 * @param end exclusive
 * @param held the level, if it is the same all the time
 */
public record Phase(String name, Duration start, Duration end, Optional<HeldLevel> held) {

  /** What comes after the profile's end, while the last users finish what they have begun. */
  public static final String WIND_DOWN = "wind-down";

  public Phase(String name, Duration start, Duration end) {
    this(name, start, end, Optional.empty());
  }

  public Duration duration() {
    return end.minus(start);
  }
}
