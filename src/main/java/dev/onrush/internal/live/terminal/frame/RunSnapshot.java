package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.live.ThresholdProgress;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Command;
import dev.onrush.result.Command.FollowPlan;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * An immutable copy of what the view shows of a run at one moment; unlike {@link RunState}, it may
 * be kept.
 *
 * @param planned the duration of the plan, as it is known now
 * @param phases the phases of the plan, as they are known now
 * @param loads the users of each flow
 * @param recent figures of the last {@value Timeline#RECENT} intervals
 * @param all figures since the run's start, as the report would show them now
 * @param failures the most frequent kinds of failures, the most frequent first
 * @param otherFailures the number of further kinds of failures
 * @param thresholds the thresholds as they would be judged now
 * @param findings what has been wrong with the generator
 * @param detail what only a wide terminal shows; empty on other terminals
 */
public record RunSnapshot(
    String plan,
    Duration elapsed,
    Optional<Duration> planned,
    String phase,
    boolean paused,
    List<Phase> phases,
    List<Load> loads,
    Figures recent,
    Figures all,
    List<FailureCluster> failures,
    int otherFailures,
    List<Judgement> thresholds,
    List<String> findings,
    Optional<Vitals> vitals,
    List<Intervention> interventions,
    WideDetail detail) {

  /** The maximum number of kinds of failures that are shown. */
  static final int FAILURES = 3;

  public RunSnapshot {
    phases = List.copyOf(phases);
    loads = List.copyOf(loads);
    failures = List.copyOf(failures);
    thresholds = List.copyOf(thresholds);
    findings = List.copyOf(findings);
    interventions = List.copyOf(interventions);
  }

  /**
   * The users of a flow.
   *
   * @param flow the name of the flow; empty if the run has no other
   * @param users the number of active users
   * @param arrivals users that started per second, in the last intervals
   * @param level the level that is to be reached, in users or arrivals per second; empty without a
   *     profile
   * @param open whether the level is an arrival rate
   */
  public record Load(
      Optional<String> flow, long users, double arrivals, OptionalDouble level, boolean open) {}

  /**
   * The figures of a period; times in milliseconds.
   *
   * @param timed the requests that have a time; without any, the times are 0
   * @param errorRate the error rate in percent of all attempts, sent or not; empty if there were
   *     none
   */
  public record Figures(
      long requests,
      long timed,
      double perSecond,
      double p50,
      double p95,
      double p99,
      OptionalDouble errorRate) {

    static Figures of(Selection of, Duration time) {
      var times = of.all().times();
      return new Figures(
          of.requests(),
          times.count(),
          time.isZero() ? 0 : of.requests() * 1e9 / time.toNanos(),
          times.at(Percentile.P50),
          times.at(Percentile.P95),
          times.at(Percentile.P99),
          of.answerable() == 0 ? OptionalDouble.empty() : OptionalDouble.of(of.errorRate()));
    }
  }

  /**
   * Returns a snapshot of the current moment.
   *
   * @param width the width of the terminal's lines; details that only a wide terminal shows are
   *     costly, and left out for others
   */
  public static RunSnapshot of(RunState state, int width) {
    RunInfo info = state.info();
    Timeline timeline = state.timeline();
    List<Row> last = timeline.recentRows();
    Duration time = state.elapsed().minus(last.get(0).start());
    List<FailureCluster> failures = timeline.failures();
    int shown = Math.min(FAILURES, failures.size());
    return new RunSnapshot(
        info.plan(),
        state.elapsed(),
        info.planned(),
        state.phase(),
        state.paused(),
        info.phases(),
        loads(state, last, time),
        Figures.of(timeline.recent(), time),
        Figures.of(
            timeline.all(), new ScopeTimes(Scope.ALL, info.phases()).before(timeline.loaded())),
        failures.subList(0, shown),
        failures.size() - shown,
        state.judgements(),
        GeneratorHealth.texts(state.findings()),
        state.interval().vitals(),
        state.interventions(),
        WideLines.fit(width) ? WideDetail.of(state) : WideDetail.NONE);
  }

  /** Returns how close a threshold is to its bound. */
  ThresholdProgress progress(Judgement judgement) {
    return ThresholdProgress.of(judgement, elapsed, phases);
  }

  private static List<Load> loads(RunState state, List<Row> last, Duration time) {
    List<FlowLoad> flows = state.info().flows();
    return flows.isEmpty()
        ? List.of(load(Optional.empty(), OptionalDouble.empty(), last, time))
        : flows.stream()
            .map(
                flow ->
                    load(
                        Optional.of(flow),
                        OptionalDouble.of(flow.profile().levelAt(state.elapsed())),
                        last,
                        time))
            .toList();
  }

  private static Load load(
      Optional<FlowLoad> of, OptionalDouble level, List<Row> last, Duration time) {
    Optional<RunFlow> flow = of.flatMap(FlowLoad::flow);
    long arrived = last.stream().mapToLong(row -> row.arrived(flow)).sum();
    return new Load(
        flow.map(RunFlow::name),
        last.get(last.size() - 1).active(flow),
        time.isZero() ? 0 : arrived * 1e9 / time.toNanos(),
        level,
        of.map(load -> load.profile().isOpen()).orElse(false));
  }

  /** Returns whether the run has been told to stop. */
  boolean stopping() {
    return interventions.stream().anyMatch(i -> i.command() instanceof Stop);
  }

  /** Returns whether the current level of a flow was set by hand. */
  boolean levelByHand(Load load) {
    return commands(load)
        .filter(c -> c instanceof SetLevel || c instanceof FollowPlan)
        .reduce((one, next) -> next)
        .filter(c -> c instanceof SetLevel)
        .isPresent();
  }

  /** Returns whether the clock of a flow is paused. */
  public boolean paused(Load load) {
    return paused
        || (load.flow().isPresent()
            && commands(load)
                .filter(c -> c instanceof Pause || c instanceof Resume)
                .reduce((one, next) -> next)
                .filter(c -> c instanceof Pause)
                .isPresent());
  }

  /** Returns the commands that a flow was given, in order. */
  private Stream<Command> commands(Load load) {
    return interventions.stream()
        .filter(i -> i.flow().isEmpty() || i.flow().equals(load.flow()))
        .map(Intervention::command);
  }

  /** The progress of the plan, from 0 to 1; empty without a planned duration. */
  OptionalDouble progress() {
    return planned.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.min(1, (double) elapsed.toNanos() / Math.max(1, planned.get().toNanos())));
  }

  /**
   * The remaining time: {@code 00:20 left}, {@code winding down}, {@code stopping}; empty without a
   * planned duration.
   */
  String left() {
    if (stopping()) {
      return "stopping";
    }
    if (planned.isEmpty()) {
      return "";
    }
    Duration left = planned.get().minus(elapsed);
    return paused || !left.isNegative() ? Quantity.countdown(left) + " left" : "winding down";
  }

  /** CPU and heap of the generator, {@code CPU 23 %, heap 12 %}; empty if it is not monitored. */
  String vitalsText() {
    return vitals
        .map(
            v ->
                String.format(
                    Locale.ROOT, "CPU %.0f %%, heap %.0f %%", 100 * v.cpu(), 100 * v.heap()))
        .orElse("");
  }
}
