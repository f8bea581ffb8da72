package dev.onrush.internal.run;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
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
 * A run as it stands right after an interval. Its timeline goes on growing: whoever listens takes
 * what it needs before it returns.
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

  /** What is known of the run; its profile is what interventions have made of it by now. */
  public RunInfo info() {
    return info;
  }

  /** The last interval. */
  public Interval interval() {
    return interval;
  }

  /** All intervals so far; its last row is that of {@link #interval}. */
  public Timeline timeline() {
    return analysis.timeline();
  }

  /** Time since the run's start. */
  public Duration elapsed() {
    return interval.end();
  }

  /** Whether the plan's clock stands still. */
  public boolean paused() {
    return paused;
  }

  /**
   * The phase at work: {@link Phase#PAUSED}, one of the plan's, or {@link Phase#WIND_DOWN}; of
   * several flows those of all, such as {@code Clerks / steady, Labs / ramp-up}.
   */
  public String phase() {
    return paused ? Phase.PAUSED : info.phaseText(elapsed());
  }

  /** The phase at work of each flow. */
  public List<String> phases() {
    return paused ? List.of(Phase.PAUSED) : info.phasesAt(elapsed());
  }

  /**
   * Users, or arrivals each second, that the profile has now; empty without a profile, or with
   * several flows.
   */
  public OptionalDouble plannedLevel() {
    Optional<LoadProfile> profile = info.profile();
    return profile.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(profile.get().levelAt(elapsed()));
  }

  /**
   * Every threshold as it would be judged if the run ended now, in order; what is known at the end
   * only is NO_DATA until then. Of a search, as it stands in the probe at work.
   */
  public List<Judgement> judgements() {
    List<Judgement> known = judgements;
    if (known == null) {
      known = analysis.soFar(interventions, findings());
      judgements = known;
    }
    return known;
  }

  /** What has been wrong with the generator so far; empty if it is well. */
  public List<GeneratorFinding> findings() {
    List<GeneratorFinding> known = findings;
    if (known == null) {
      known = analysis.findings(info.flows());
      findings = known;
    }
    return known;
  }

  /** What was done by hand so far, in order. */
  public List<Intervention> interventions() {
    return interventions;
  }

  /**
   * What is known of each threshold on the difference of a duet, in words; empty of any other run.
   */
  public List<String> duet() {
    return analysis.judge().duet().isEmpty()
        ? List.of()
        : judgements().stream()
            .filter(j -> j.threshold().measure() instanceof WorseThanA)
            .map(Judgement::detail)
            .filter(detail -> !detail.isEmpty())
            .distinct() // what the generator lacked is the same of all
            .toList();
  }
}
