package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/**
 * A straight line in a load profile: from one level to another within a time, or at once.
 * Immutable.
 *
 * @param phase the name under which statistics of this time are asked for; not blank
 * @param from level at its begin, in users or arrivals per second; 0 to 1,000,000
 * @param to level at its end, 0 to 1,000,000; equal to {@code from} where the level is held
 * @param duration at most 1,000 days; zero of a jump, which belongs to no phase
 * @since 0.1.0
 */
public record Stage(String phase, double from, double to, Duration duration) {

  /** The highest level: users, or arrivals per second. */
  static final int HIGHEST = 1_000_000;

  /**
   * A stage within these ranges.
   *
   * @throws IllegalArgumentException if a component is null or outside its range
   */
  public Stage {
    Given.value(phase, "phase name");
    Given.value(duration, "duration of phase \"" + phase + "\"");
    if (!phase.equals(Phase.PAUSED)) { // which lasts until somebody ends it
      Given.time(duration, "duration of phase \"" + phase + "\"");
    }
    if (phase.isBlank()) {
      throw new IllegalArgumentException("phase name was blank; give it a word such as \"steady\"");
    }
    if (!(from >= 0 && to >= 0 && from <= HIGHEST && to <= HIGHEST)) {
      throw new IllegalArgumentException(
          "level of phase \""
              + phase
              + "\" went from "
              + Quantity.plain(from)
              + " to "
              + Quantity.plain(to)
              + "; levels from 0 to "
              + Quantity.count(HIGHEST)
              + " are allowed");
    }
    if (duration.isZero() && from == to) {
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

  /** Whether the level changes at once. */
  public boolean isJump() {
    return duration.isZero();
  }

  double levelAfter(double seconds) {
    return isJump() ? to : from + (to - from) * seconds / seconds();
  }

  /** The area below the line: a ramp from 0/s to 10/s over 10 s is 50 arrivals. */
  double areaAfter(double seconds) {
    return (from + levelAfter(seconds)) / 2 * seconds;
  }

  /**
   * The first part of the stage.
   *
   * @param moment since the begin of the stage; above zero, at most its duration
   * @throws IllegalArgumentException if it is not above zero
   */
  public Stage before(Duration moment) {
    return new Stage(phase, from, levelAfter(moment.toNanos() / 1e9), moment);
  }

  /**
   * The rest of the stage after its first part.
   *
   * @param moment since the begin of the stage; not negative, below its duration
   * @throws IllegalArgumentException if nothing is left
   */
  public Stage after(Duration moment) {
    return new Stage(phase, levelAfter(moment.toNanos() / 1e9), to, duration.minus(moment));
  }

  /**
   * When the area below the line is {@code area}: solves from·t + slope·t²/2 = area for t, in the
   * form that is stable for a slope near zero.
   */
  double secondsToArea(double area) {
    double slope = (to - from) / seconds();
    double root = Math.sqrt(Math.max(0, from * from + 2 * slope * area));
    double sum = from + root;
    return sum == 0 ? seconds() : 2 * area / sum;
  }

  /** The level, where it stays the same and the plan's clock goes. */
  Optional<HeldLevel> held(HeldLevel.Unit unit) {
    if (from != to || phase.equals(Phase.PAUSED) || phase.equals(Phase.NOT_STARTED)) {
      return Optional.empty();
    }
    return Optional.of(new HeldLevel(unit.brought(to), unit));
  }

  Stage scaled(double factor) {
    return new Stage(phase, Quantity.times(from, factor), Quantity.times(to, factor), duration);
  }

  Stage paced(double factor) {
    return new Stage(phase, from, to, Duration.ofNanos(Math.round(duration.toNanos() * factor)));
  }

  /** The same time at one level. */
  Stage at(double level) {
    return new Stage(phase, level, level, duration);
  }

  Stage named(String name) {
    return new Stage(name, from, to, duration);
  }
}
