package dev.onrush.internal.live.dashboard;

import dev.onrush.internal.control.SteeringInterventions;
import dev.onrush.internal.live.ThresholdProgress;
import dev.onrush.internal.live.ThresholdProgress.State;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Command.FollowPlan;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The status of a run after an interval, without its figures. Immutable.
 *
 * @param judgements the latest judgements, which may be older than this interval
 * @param findings the findings about the generator at that time
 * @param endOfLoad when the load was ended before the end of the plan; empty if it was not
 */
record RunStatus(
    RunInfo info,
    Duration elapsed,
    String phase,
    boolean paused,
    List<Judgement> judgements,
    List<String> findings,
    List<Intervention> interventions,
    Optional<Duration> endOfLoad) {

  RunStatus {
    judgements = List.copyOf(judgements);
    findings = List.copyOf(findings);
    interventions = List.copyOf(interventions);
  }

  /** Returns the status of a run that has ended. */
  static RunStatus of(RunRecord result) {
    return new RunStatus(
        result.info(),
        result.length(),
        "",
        false,
        result.judgements(),
        result.generatorFindings(),
        result.interventions(),
        result.timeline().endOfLoad());
  }

  /**
   * Summarises the thresholds so far in one line: the first that is broken, or how many are in each
   * state.
   */
  String reason() {
    List<String> broken =
        judgements.stream()
            .filter(j -> state(j) == State.BROKEN && !j.warns())
            .map(Judgement::finding)
            .toList();
    if (!broken.isEmpty()) {
      return broken.get(0)
          + (broken.size() == 1
              ? ""
              : "; " + Quantity.count(broken.size() - 1, "more threshold") + " broken");
    }
    if (judgements.isEmpty()) {
      return "no threshold is set, so nothing is judged";
    }
    return judgements.stream()
        .collect(
            Collectors.groupingBy(
                this::said, () -> new EnumMap<>(State.class), Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getValue() + " " + word(e.getKey()))
        .collect(Collectors.joining(", ", "thresholds so far: ", ""));
  }

  /** Returns the state of a threshold at this time of the run. */
  State state(Judgement judgement) {
    return ThresholdProgress.of(judgement, elapsed, info.phases()).state();
  }

  /** Returns when the time of a threshold begins; empty if it has begun. */
  Optional<Duration> begin(Judgement judgement) {
    return Optional.of(ScopeTimes.of(judgement, info.phases()))
        .filter(times -> times.endsAfter(elapsed))
        .map(ScopeTimes::start)
        .filter(start -> start.compareTo(elapsed) > 0);
  }

  /** Returns the state to count: a threshold near its bound is kept. */
  private State said(Judgement judgement) {
    State state = state(judgement);
    return state == State.NEAR ? State.OK : state;
  }

  private static String word(State state) {
    return switch (state) {
      case OK, NEAR -> "within the limit";
      case NO_DATA -> "with no data yet";
      case BROKEN -> "with a warning";
      case UNCERTAIN -> "uncertain";
      case NOT_YET -> "not yet reached";
      case STEERED -> "not judged";
    };
  }

  /** Returns whether a flow has ended, so that its users only finish what they have begun. */
  boolean isOver(FlowLoad load) {
    return elapsed.compareTo(load.profile().duration()) >= 0;
  }

  /** Returns whether the clock of a flow is paused. */
  boolean paused(FlowLoad load) {
    boolean stands = false;
    for (Command command : commands(load)) {
      stands = command instanceof Pause || (stands && !(command instanceof Resume));
    }
    return paused || (load.flow().isPresent() && stands);
  }

  /** Returns whether the current level of a flow was set by hand. */
  boolean steersLevel(FlowLoad load) {
    boolean byHand = false;
    for (Command command : commands(load)) {
      byHand = command instanceof SetLevel || (byHand && !(command instanceof FollowPlan));
    }
    return byHand;
  }

  /** Returns the commands that a flow was given, in order. */
  private List<Command> commands(FlowLoad load) {
    return interventions.stream()
        .filter(i -> i.flow().isEmpty() || i.flow().equals(load.name()))
        .map(Intervention::command)
        .toList();
  }

  /**
   * Returns whether a flow has a phase after the current one to which it can skip. In a capacity
   * search, no phase can be skipped while the search goes on.
   */
  boolean hasNextPhase(FlowLoad load) {
    if (info.search().isPresent() && SteeringInterventions.first(interventions).isEmpty()) {
      return false;
    }
    Duration end = Duration.ZERO;
    String at = "";
    for (Stage stage : load.profile().stages()) {
      end = end.plus(stage.duration());
      if (end.compareTo(elapsed) > 0 && !stage.isJump()) {
        if (!at.isEmpty() && !stage.phase().equals(at)) {
          return true;
        }
        at = stage.phase();
      }
    }
    return false;
  }
}
