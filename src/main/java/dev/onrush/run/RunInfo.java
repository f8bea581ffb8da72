package dev.onrush.run;

import dev.onrush.plan.Phase;
import dev.onrush.plan.Threshold;
import dev.onrush.verdict.GeneratorLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a run when it begins.
 *
 * @param simulation simple name of its class
 * @param plan the plan's name; the simulation's for a plain Gatling simulation
 * @param started a label; times within the run are measured from it on a clock that does not jump
 * @param planned how long the plan is; empty for a plain Gatling simulation
 * @param seed of every random choice
 * @param phases in order
 * @param thresholds with the bounds that are in force
 * @param limits past which the generator is not to be trusted
 * @param facts what else helps to read the result: target, settings, versions, machine; secrets
 *     masked
 */
public record RunInfo(
    String simulation,
    String plan,
    Instant started,
    Optional<Duration> planned,
    long seed,
    List<Phase> phases,
    List<Threshold> thresholds,
    GeneratorLimits limits,
    Map<String, String> facts) {

  /** The only phase of a simulation without a profile. */
  public static final Phase WHOLE_RUN = new Phase("run", Duration.ZERO, Duration.ofDays(1000));

  public RunInfo {
    phases = List.copyOf(phases);
    thresholds = List.copyOf(thresholds);
    facts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(facts));
  }

  RunInfo startedAt(Instant moment) {
    return new RunInfo(simulation, plan, moment, planned, seed, phases, thresholds, limits, facts);
  }
}
