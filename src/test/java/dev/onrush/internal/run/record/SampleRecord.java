package dev.onrush.internal.run.record;

import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.RunEnd;
import java.util.List;
import java.util.Optional;

/** The result of a run of a test. */
public final class SampleRecord {

  private SampleRecord() {}

  /** Returns the result of a run that was completed without interventions and notes. */
  public static RunRecord completed(RunInfo info, Judge judge) {
    return new RunRecord(
        info,
        RunEnd.COMPLETED,
        judge.timeline(),
        judge.judge(),
        List.of(),
        Optional.empty(),
        List.of());
  }
}
