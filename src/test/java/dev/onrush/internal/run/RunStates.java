package dev.onrush.internal.run;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.result.Intervention;
import java.util.List;
import java.util.Optional;

/** States of simulated runs, at any speed that a test needs. */
public final class RunStates {

  private RunStates() {}

  /** Returns the state after {@code interval}, which is added to {@code judge}. */
  public static RunState after(
      RunInfo info, Interval interval, Judge judge, List<Intervention> interventions) {
    judge.add(interval);
    GeneratorHealth health = new GeneratorHealth(info.limits());
    judge.timeline().rows().forEach(row -> health.add(row, List.of()));
    return new RunState(
        info, interval, new RunAnalysis(judge, health, Optional.empty()), interventions, false);
  }
}
