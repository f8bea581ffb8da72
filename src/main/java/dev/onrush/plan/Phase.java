package dev.onrush.plan;

import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A named part of a run. Immutable.
 *
 * @param name unique within a profile
 * @param start since the run's start, inclusive
 * @param end since the run's start, exclusive
 * @param held the level, if it is the same all the time
 * @param flow whose phase it is; empty if the run has one flow
 * @since 0.1.0
 */
public record Phase(
    String name, Duration start, Duration end, Optional<HeldLevel> held, Optional<RunFlow> flow) {

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

  /** The time until a flow begins; it is no phase of the flow, and brings nobody. */
  public static final String NOT_STARTED = "not started";

  /**
   * The phase in which load warms the service up. It is in no figure and no threshold, whoever has
   * named a stage so.
   */
  public static final String SERVICE_WARM_UP = "service warm-up";

  /** What the name of a phase ends with that {@code notCounted()} leaves out. */
  static final String NOT_COUNTED = " (not counted)";

  /** The only phase of a simulation without a profile. */
  public static final Phase WHOLE_RUN = new Phase("run", Duration.ZERO, Duration.ofDays(1000));

  /** Flows that are told apart by name; more are counted. */
  private static final int MOST_BY_NAME = 3;

  /** Names that mean something else already. */
  public static final List<String> RESERVED =
      List.of(WIND_DOWN, PAUSED, NOT_STARTED, Scope.STEADY_STATE);

  /** A phase without a level that stays the same, of a run that has one flow. */
  public Phase(String name, Duration start, Duration end) {
    this(name, start, end, Optional.empty());
  }

  /** A phase of a run that has one flow. */
  public Phase(String name, Duration start, Duration end, Optional<HeldLevel> held) {
    this(name, start, end, held, Optional.empty());
  }

  /** The same phase of this flow. */
  public Phase of(Optional<RunFlow> other) {
    return new Phase(name, start, end, held, other);
  }

  /** The same phase with its name as {@code rename} returns it, unless the name is reserved. */
  public Phase renamed(UnaryOperator<String> rename) {
    boolean kept = RESERVED.contains(name) || name.equals(WHOLE_RUN.name);
    return new Phase(kept ? name : rename.apply(name), start, end, held, flow);
  }

  /** Its name, told apart from that of other flows: {@code Labs / ramp-up}. */
  public String title() {
    return flow.map(f -> f.title(name)).orElse(name);
  }

  /**
   * The phases that several flows have at one time: {@code Clerks / steady, Labs / ramp-up}; of
   * more than three flows {@code step 2 (6 flows), not started (4 flows)}.
   */
  public static String text(List<Phase> atOnce) {
    if (atOnce.size() <= MOST_BY_NAME) {
      return atOnce.stream().map(Phase::title).collect(Collectors.joining(", "));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    atOnce.forEach(phase -> counts.merge(phase.name, 1L, Long::sum));
    return counts.entrySet().stream()
        .map(of -> of.getKey() + " (" + Quantity.count(of.getValue(), "flow") + ")")
        .collect(Collectors.joining(", "));
  }

  /**
   * The phases in which the samples of a scope are sent, as far as its flow and its user class say
   * so: all of a run that has one flow.
   */
  public static List<Phase> within(Scope scope, List<Phase> phases) {
    return phases.stream()
        .filter(p -> p.flow.isEmpty() || scope.flow().map(p.flow.get().name()::equals).orElse(true))
        .filter(p -> p.flow.isEmpty() || scope.userClass().map(p.flow.get()::has).orElse(true))
        .toList();
  }

  /**
   * The phases that a scope names: those of its name within its flow, or all there that hold a
   * level. A run without a profile is taken to be in its steady state all the time.
   *
   * @return all within its flow if it names none
   */
  public static List<Phase> meant(Scope scope, List<Phase> phases) {
    return within(scope, phases).stream()
        .filter(p -> scope.phase().map(p::isMeant).orElse(true))
        .toList();
  }

  private boolean isMeant(String asked) {
    return asked.equals(Scope.STEADY_STATE)
        ? (held.isPresent() && isCounted()) || equals(WHOLE_RUN)
        : name.equals(asked);
  }

  /**
   * The titles under which the samples of a phase that a scope names are recorded. Wind-down, and
   * whatever else has no time of its own, is one of each flow.
   */
  public static List<String> titles(Scope scope, List<Phase> phases) {
    String asked = scope.phase().orElseThrow();
    if (asked.equals(Scope.STEADY_STATE)) {
      return meant(scope, phases).stream().map(Phase::title).toList();
    }
    if (phases.stream().noneMatch(p -> p.flow.isPresent())) {
      return List.of(asked);
    }
    return within(scope, phases).stream()
        .map(p -> p.flow.orElseThrow().title(asked))
        .distinct()
        .toList();
  }

  /** Whether what is sent in it is in figures and thresholds. */
  public boolean isCounted() {
    return isCounted(name);
  }

  /**
   * Whether what is sent in the phase of this name, or of this title in a run of several flows, is
   * in figures and thresholds.
   */
  public static boolean isCounted(String name) {
    return !name.equals(SERVICE_WARM_UP)
        && !name.endsWith(RunFlow.SEPARATOR + SERVICE_WARM_UP)
        && !name.endsWith(NOT_COUNTED);
  }

  /** The name of a phase that is not counted. */
  static String notCounted(String name) {
    return isCounted(name) ? name + NOT_COUNTED : name;
  }

  /** The time from its start to its end. */
  public Duration duration() {
    return end.minus(start);
  }
}
