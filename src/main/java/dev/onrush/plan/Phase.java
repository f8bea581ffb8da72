package dev.onrush.plan;

import java.time.Duration;

/**
 * A named part of a run, by time since its start.
 *
 * @param name unique within a profile
 * @param start inclusive
 * @param end exclusive
 */
public record Phase(String name, Duration start, Duration end) {

  /** What comes after the profile's end, while the last users finish what they have begun. */
  public static final String WIND_DOWN = "wind-down";

  public Duration duration() {
    return end.minus(start);
  }
}
