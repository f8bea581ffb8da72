package dev.onrush.internal.run;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Measure.WorseThanA;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run right after an interval. Its timeline keeps growing, so an observer reads what
 * it needs before it returns.
 */
public final class RunState {

  private final RunInfo info;
  private final Interval interval;
  private final RunAnalysis analysis;
  private final List<Intervention> interventions;
  private final boolean paused;
  private @Nullable List<Judgement> judgements;
  private @Nullable List<GeneratorFinding> findings;

  RunState(
      RunInfo info,
      Interval interval,
      RunAnalysis analysis,
      List<Intervention> interventions,
      boolean paused) {
    this.info = info;
    this.interval = interval;
    this.analysis = analysis;
    this.interventions = List.copyOf(interventions);
    this.paused = paused;
  }

  /** The facts of the run, with the load profile as interventions have changed it so far. */
  public RunInfo info() {
    return info;
  }

  /** The last interval. */
  public Interval interval() {
    return interval;
  }

  /** All intervals so far; the last row is {@link #interval}. */
  public Timeline timeline() {
    return analysis.timeline();
  }

  /** Time since the run's start. */
  public Duration elapsed() {
    return interval.end();
  }

  /** Whether the clock of the plan is paused. */
  public boolean paused() {
    return paused;
  }

  /**
   * The current phase: {@link Phase#PAUSED}, one of the plan's, or {@link Phase#WIND_DOWN}. With
   * several flows, the phases of all flows, such as {@code Clerks / steady, Labs / ramp-up}.
   */
  public String phase() {
    return paused ? Phase.PAUSED : info.phaseText(elapsed());
  }

  /** The current phase of each flow. */
  public List<String> phases() {
    return paused ? List.of(Phase.PAUSED) : info.phasesAt(elapsed());
  }

  /**
   * The current level of the load profile, in users or arrivals per second. Empty without a
   * profile, or with several flows.
   */
  public OptionalDouble plannedLevel() {
    Optional<LoadProfile> profile = info.profile();
    return profile.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(profile.get().levelAt(elapsed()));
  }

  /**
   * Every threshold, in order, as it would be judged if the run ended now. A threshold that can be
   * judged only at the end is NO_DATA until then. In a capacity search, thresholds are judged on
   * the current probe.
   */
  public List<Judgement> judgements() {
    List<Judgement> known = judgements;
    if (known == null) {
      known = analysis.soFar(interventions, findings());
      judgements = known;
    }
    return known;
  }

  /** The problems of the load generator so far; empty if it is healthy. */
  public List<GeneratorFinding> findings() {
    List<GeneratorFinding> known = findings;
    if (known == null) {
      known = analysis.findings(info.flows());
      findings = known;
    }
    return known;
  }

  /** The interventions so far, in order. */
  public List<Intervention> interventions() {
    return interventions;
  }

  /**
   * Descriptions of what is known about each threshold on the difference of a duet; empty if the
   * run is not a duet.
   */
  public List<String> duet() {
    return analysis.judge().duet().isEmpty()
        ? List.of()
        : judgements().stream()
            .filter(j -> j.threshold().measure() instanceof WorseThanA)
            .map(Judgement::detail)
            .filter(detail -> !detail.isEmpty())
            .distinct() // a problem of the generator is the same for all thresholds
            .toList();
  }
}
