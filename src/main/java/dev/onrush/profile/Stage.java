package dev.onrush.profile;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A straight line in a load profile: from one level to another within a time, or at once.
 * Immutable.
 *
 * @param phase the name of the phase, under which statistics of this time are available; not blank
 * @param from the level at the start of the stage, in users or arrivals per second; 0 to 1,000,000
 * @param to the level at the end of the stage; 0 to 1,000,000; equal to {@code from} if the level
 *     is held
 * @param duration the duration; at most 1,000 days; zero for a jump, which does not belong to a
 *     phase
 * @since 0.1.0
 */
public record Stage(String phase, double from, double to, Duration duration) {

  /** The highest level: users, or arrivals per second. */
  static final int HIGHEST = 1_000_000;

  /**
   * Creates a stage.
   *
   * @throws IllegalArgumentException if a component is null or outside its range, or the duration
   *     of a stage that holds its level is zero
   */
  public Stage {
    Given.value(phase, "phase name");
    Given.value(duration, "duration of phase \"" + phase + "\"");
    if (!phase.equals(Phase.PAUSED)) { // a pause lasts until it is ended by hand
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

  /**
   * The area below the line in the first {@code seconds} of the stage: 50 arrivals for a whole ramp
   * from 0/s to 10/s over 10 s.
   */
  double areaAfter(double seconds) {
    return (from + levelAfter(seconds)) / 2 * seconds;
  }

  /**
   * Returns the part of the stage before a moment.
   *
   * @param moment the time since the start of the stage; above zero, at most its duration
   * @throws IllegalArgumentException if {@code moment} is not above zero
   */
  public Stage before(Duration moment) {
    return new Stage(phase, from, levelAfter(moment.toNanos() / 1e9), moment);
  }

  /**
   * Returns the part of the stage after a moment.
   *
   * @param moment the time since the start of the stage; not negative, below its duration
   * @throws IllegalArgumentException if nothing is left
   */
  public Stage after(Duration moment) {
    return new Stage(phase, levelAfter(moment.toNanos() / 1e9), to, duration.minus(moment));
  }

  /**
   * The time, in seconds, after which the area below the line is {@code area}: solves from·t +
   * slope·t²/2 = area for t, in the form that is numerically stable for a slope near zero.
   */
  double secondsToArea(double area) {
    double slope = (to - from) / seconds();
    double root = Math.sqrt(Math.max(0, from * from + 2 * slope * area));
    double sum = from + root;
    return sum == 0 ? seconds() : 2 * area / sum;
  }

  /**
   * The level of the stage; empty if it changes, if the plan's clock is paused, or if the flow has
   * not started.
   */
  Optional<HeldLevel> held(HeldLevel.Unit unit) {
    if (from != to || phase.equals(Phase.PAUSED) || phase.equals(Phase.NOT_STARTED)) {
      return Optional.empty();
    }
    return Optional.of(new HeldLevel(unit.brought(to), unit));
  }

  Stage paced(double factor) {
    return new Stage(phase, from, to, Duration.ofNanos(Math.round(duration.toNanos() * factor)));
  }

  /**
   * Returns a stage of the same phase and duration with other levels; empty for a jump whose two
   * levels become equal, which would change nothing.
   *
   * @param level returns the level that replaces one of this stage
   * @throws IllegalArgumentException if a new level is outside its range
   */
  public Optional<Stage> withLevels(DoubleUnaryOperator level) {
    double start = level.applyAsDouble(from);
    double end = level.applyAsDouble(to);
    return isJump() && start == end
        ? Optional.empty()
        : Optional.of(new Stage(phase, start, end, duration));
  }

  Stage named(String name) {
    return new Stage(name, from, to, duration);
  }
}
