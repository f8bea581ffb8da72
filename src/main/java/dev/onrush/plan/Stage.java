package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;

/**
 * A straight line in a load profile: from one level to another within a time.
 *
 * @param phase the name under which statistics of this time are asked for
 * @param from level at its begin, in users or arrivals each second; not negative
 * @param to level at its end; equal to {@code from} where the level is held
 * @param duration longer than zero
 */
public record Stage(String phase, double from, double to, Duration duration) {

  public Stage {
    Given.value(phase, "phase name");
    Given.value(duration, "duration of phase \"" + phase + "\"");
    if (!phase.equals(Phase.PAUSED)) { // which lasts until somebody ends it
      Given.time(duration, "duration of phase \"" + phase + "\"");
    }
    if (phase.isBlank()) {
      throw new IllegalArgumentException("phase name was blank; give it a word such as \"steady\"");
    }
    if (!(from >= 0 && to >= 0 && from <= LoadProfile.HIGHEST && to <= LoadProfile.HIGHEST)) {
      throw new IllegalArgumentException(
          "level of phase \""
              + phase
              + "\" went from "
              + Quantity.plain(from)
              + " to "
              + Quantity.plain(to)
              + "; levels from 0 to "
              + Quantity.count(LoadProfile.HIGHEST)
              + " are allowed");
    }
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          "duration of phase \""
              + phase
              + "\" was "
              + Quantity.duration(duration)
              + "; it must be longer than zero, such as ofSeconds(30)");
    }
  }

  double seconds() {
    return duration.toNanos() / 1e9;
  }

  double levelAfter(double seconds) {
    return from + (to - from) * seconds / seconds();
  }

  /** The area below the line: a ramp from 0/s to 10/s over 10 s is 50 arrivals. */
  double areaAfter(double seconds) {
    return (from + levelAfter(seconds)) / 2 * seconds;
  }

  /** Its first part. */
  public Stage before(Duration moment) {
    return new Stage(phase, from, levelAfter(moment.toNanos() / 1e9), moment);
  }

  /** What is left of it after its first part. */
  public Stage after(Duration moment) {
    return new Stage(phase, levelAfter(moment.toNanos() / 1e9), to, duration.minus(moment));
  }

  Stage scaled(double factor) {
    return new Stage(phase, from * factor, to * factor, duration);
  }

  Stage paced(double factor) {
    return new Stage(phase, from, to, Duration.ofNanos(Math.round(duration.toNanos() * factor)));
  }

  Stage named(String name) {
    return new Stage(name, from, to, duration);
  }
}
