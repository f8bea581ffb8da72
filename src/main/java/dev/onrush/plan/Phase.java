package dev.onrush.plan;

import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A named part of a run. Immutable.
 *
 * @param name unique within a profile
 * @param start since the run's start, inclusive
 * @param end since the run's start, exclusive
 * @param held the level, if it is the same all the time
 * @since 0.1.0
 */
public record Phase(String name, Duration start, Duration end, Optional<HeldLevel> held) {

  /** The phase in which the level rises, of a stage that was not named. */
  public static final String RAMP_UP = "ramp-up";

  /** The phase in which the level stays the same, of a stage that was not named. */
  public static final String STEADY = "steady";

  /** The phase in which the level falls, of a stage that was not named. */
  public static final String RAMP_DOWN = "ramp-down";

  /** The phase after the profile's end, while the last users finish what they have begun. */
  public static final String WIND_DOWN = "wind-down";

  /** The phase while the plan's clock stands still, by hand. */
  public static final String PAUSED = "paused";

  /** The only phase of a simulation without a profile. */
  public static final Phase WHOLE_RUN = new Phase("run", Duration.ZERO, Duration.ofDays(1000));

  /** Names that mean something else already. */
  static final List<String> RESERVED = List.of(WIND_DOWN, PAUSED, Scope.STEADY_STATE);

  /** A phase without a level that stays the same. */
  public Phase(String name, Duration start, Duration end) {
    this(name, start, end, Optional.empty());
  }

  /**
   * The phases that {@code name} means: the one of that name, or all that hold a level. A run
   * without a profile is taken to be in its steady state all the time.
   */
  public static List<Phase> meant(String name, List<Phase> phases) {
    return phases.stream()
        .filter(
            p ->
                name.equals(Scope.STEADY_STATE)
                    ? p.held().isPresent() || p.equals(WHOLE_RUN)
                    : p.name().equals(name))
        .toList();
  }

  /** The time from its start to its end. */
  public Duration duration() {
    return end.minus(start);
  }
}
