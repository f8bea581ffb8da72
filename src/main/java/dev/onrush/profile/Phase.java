package dev.onrush.profile;

import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A named part of a run. Immutable.
 *
 * @param name the name, unique within a profile
 * @param start the start of the phase, since the start of the run; inclusive
 * @param end the end of the phase, since the start of the run; exclusive
 * @param held the level, if it stays the same in the whole phase
 * @param flow the flow that the phase belongs to; empty if the run has only one flow
 * @since 0.1.0
 */
public record Phase(
    String name, Duration start, Duration end, Optional<HeldLevel> held, Optional<RunFlow> flow) {

  /** The default name of a phase in which the level rises. */
  public static final String RAMP_UP = "ramp-up";

  /** The default name of a phase in which the level stays the same. */
  public static final String STEADY = "steady";

  /** The default name of a phase in which the level falls. */
  public static final String RAMP_DOWN = "ramp-down";

  /**
   * The name of the phase after the end of the profile, in which the last users finish what they
   * have begun.
   */
  public static final String WIND_DOWN = "wind-down";

  /** The name of the phase in which the plan's clock is paused by hand. */
  public static final String PAUSED = "paused";

  /**
   * The name of the time before a flow starts. This time is not a phase of the flow, and no users
   * start in it.
   */
  public static final String NOT_STARTED = "not started";

  /**
   * The name of the phase in which load warms the service up. Its requests are in no figure and no
   * threshold, even if the plan itself has given this name to a stage.
   */
  public static final String SERVICE_WARM_UP = "service warm-up";

  /** The suffix of the name of a phase that {@code notCounted()} excludes. */
  static final String NOT_COUNTED = " (not counted)";

  /** The only phase of a simulation that has neither a profile nor phases named by hand. */
  public static final Phase WHOLE_RUN = new Phase("run", Duration.ZERO, Duration.ofDays(1000));

  /** The greatest number of flows that a text lists by name; more flows are counted. */
  private static final int MOST_BY_NAME = 3;

  /** The names that a stage of a plan cannot have, because they have a meaning already. */
  public static final List<String> RESERVED =
      List.of(WIND_DOWN, PAUSED, NOT_STARTED, Scope.STEADY_STATE);

  /** Creates a phase without a held level, in a run that has only one flow. */
  public Phase(String name, Duration start, Duration end) {
    this(name, start, end, Optional.empty());
  }

  /** Creates a phase in a run that has only one flow. */
  public Phase(String name, Duration start, Duration end, Optional<HeldLevel> held) {
    this(name, start, end, held, Optional.empty());
  }

  /** Returns this phase as a phase of the given flow. */
  public Phase of(Optional<RunFlow> other) {
    return new Phase(name, start, end, held, other);
  }

  /**
   * Returns this phase with its name replaced by what {@code rename} returns for it, unless the
   * name is reserved or is the name of {@link #WHOLE_RUN}.
   */
  public Phase renamed(UnaryOperator<String> rename) {
    boolean kept = RESERVED.contains(name) || name.equals(WHOLE_RUN.name);
    return new Phase(kept ? name : rename.apply(name), start, end, held, flow);
  }

  /**
   * The name of the phase, after the name of its flow if the run has several flows: {@code Labs /
   * ramp-up}.
   */
  public String title() {
    return flow.map(f -> f.title(name)).orElse(name);
  }

  /**
   * The phases that several flows have at the same time, as text: {@code Clerks / steady, Labs /
   * ramp-up}; for more than three flows {@code step 2 (6 flows), not started (4 flows)}.
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
   * The phases of the flows whose users can send samples of a scope, according to its flow and its
   * user class. In a run that has only one flow, these are all phases.
   */
  public static List<Phase> within(Scope scope, List<Phase> phases) {
    return phases.stream()
        .filter(p -> p.flow.isEmpty() || scope.flow().map(p.flow.get().name()::equals).orElse(true))
        .filter(p -> p.flow.isEmpty() || scope.userClass().map(p.flow.get()::has).orElse(true))
        .toList();
  }

  /**
   * The phases that a scope names, within its flow: the phases of this name or, for {@link
   * Scope#STEADY_STATE}, all counted phases that hold a level above 0. A run without a profile
   * counts as being in its steady state all the time.
   *
   * @return all phases within its flow if the scope does not name a phase
   */
  public static List<Phase> meant(Scope scope, List<Phase> phases) {
    return within(scope, phases).stream()
        .filter(p -> scope.phase().map(p::isNamed).orElse(true))
        .toList();
  }

  /**
   * The length of the longest time without a gap that windows of a scope without a phase can cover:
   * the time of its flow, or of the whole run, without the parts in which no current phase is
   * counted.
   *
   * @param phases the phases of all flows
   */
  public static Duration longestCounted(Scope scope, List<Phase> phases) {
    List<Phase> within = within(scope, phases);
    TreeSet<Duration> moments = new TreeSet<>();
    within.forEach(phase -> moments.addAll(List.of(phase.start(), phase.end())));
    Duration longest = Duration.ZERO;
    Duration length = Duration.ZERO;
    boolean ofFlow =
        (scope.flow().isPresent() || scope.userClass().isPresent())
            && within.stream().anyMatch(p -> p.flow.isPresent());
    Duration last = ofFlow ? moments.first() : Duration.ZERO;
    for (Duration moment : moments) {
      Duration from = last;
      List<Phase> current =
          within.stream()
              .filter(p -> p.start().compareTo(from) <= 0 && p.end().compareTo(moment) >= 0)
              .toList();
      boolean counted = current.isEmpty() || current.stream().anyMatch(Phase::isCounted);
      length = counted ? length.plus(moment.minus(from)) : Duration.ZERO;
      longest = longest.compareTo(length) > 0 ? longest : length;
      last = moment;
    }
    return longest;
  }

  private boolean isNamed(String asked) {
    return asked.equals(Scope.STEADY_STATE) ? isSteady() || equals(WHOLE_RUN) : name.equals(asked);
  }

  /**
   * The titles under which the samples of the phase that a scope names are recorded. In a run with
   * several flows, a named phase has one title for each flow within the scope, even if it is not in
   * the profile, like wind-down.
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

  /** Whether the phase belongs to the steady state: it is counted, and holds a level above 0. */
  public boolean isSteady() {
    return isCounted() && held.filter(level -> level.height() > 0).isPresent();
  }

  /** Whether the requests of the phase are included in figures and thresholds. */
  public boolean isCounted() {
    return isCounted(name);
  }

  /**
   * Whether the requests of the phase of this name, or of this title in a run with several flows,
   * are included in figures and thresholds.
   */
  public static boolean isCounted(String name) {
    return !name.equals(SERVICE_WARM_UP)
        && !name.endsWith(RunFlow.SEPARATOR + SERVICE_WARM_UP)
        && !name.endsWith(NOT_COUNTED);
  }

  /** Returns the name that a phase has when it is not counted. */
  public static String notCounted(String name) {
    return isCounted(name) ? name + NOT_COUNTED : name;
  }

  /**
   * Returns the name of a phase in the given repetition: {@code wave 2}. A phase that is not
   * counted remains so.
   */
  static String repetition(String name, int time) {
    if (isCounted(name)) {
      return name + " " + time;
    }
    String written =
        name.endsWith(NOT_COUNTED) ? name.substring(0, name.length() - NOT_COUNTED.length()) : name;
    return notCounted(written + " " + time);
  }

  /** The time from the start of the phase to its end. */
  public Duration duration() {
    return end.minus(start);
  }
}
