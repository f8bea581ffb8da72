package dev.onrush.run;

import dev.onrush.control.Intervention;
import dev.onrush.metrics.Interval;
import dev.onrush.verdict.Judge;
import java.util.List;

/** States of runs that nobody runs: as fast as a test likes. */
public final class RunStates {

  private RunStates() {}

  /** The state after {@code interval}, which is added to {@code judge}. */
  public static RunState after(
      RunInfo info, Interval interval, Judge judge, List<Intervention> interventions) {
    judge.add(interval);
    return new RunState(info, interval, judge, interventions, false, java.util.Optional.empty());
  }
}
