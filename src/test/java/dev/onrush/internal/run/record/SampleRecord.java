package dev.onrush.internal.run.record;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run of a test, which names only what the test is about. The findings on the
 * generator are derived from the rows of the timeline.
 */
public record SampleRecord(
    RunInfo info,
    RunEnd ending,
    Timeline timeline,
    List<Judgement> judgements,
    List<Intervention> interventions,
    Optional<BaselineComparison> compared,
    Optional<SearchResult> capacity,
    List<String> notes) {

  /** A run that was completed, without thresholds, interventions and notes. */
  public static SampleRecord of(RunInfo info, Timeline timeline) {
    return new SampleRecord(
        info,
        RunEnd.COMPLETED,
        timeline,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** A run that was completed and judged, without interventions and notes. */
  public static SampleRecord of(RunInfo info, Judge judge) {
    return of(info, judge.timeline()).judged(judge.judge());
  }

  public static SampleRecord of(RunRecord run) {
    return new SampleRecord(
        run.info(),
        run.ending(),
        run.timeline(),
        run.judgements(),
        run.interventions(),
        run.compared(),
        run.capacity(),
        run.notes());
  }

  public SampleRecord of(RunInfo other) {
    return new SampleRecord(
        other, ending, timeline, judgements, interventions, compared, capacity, notes);
  }

  public SampleRecord ended(RunEnd how) {
    return new SampleRecord(
        info, how, timeline, judgements, interventions, compared, capacity, notes);
  }

  public SampleRecord judged(List<Judgement> all) {
    return new SampleRecord(info, ending, timeline, all, interventions, compared, capacity, notes);
  }

  public SampleRecord steered(List<Intervention> all) {
    return new SampleRecord(info, ending, timeline, judgements, all, compared, capacity, notes);
  }

  public SampleRecord compared(BaselineComparison with) {
    return new SampleRecord(
        info, ending, timeline, judgements, interventions, Optional.of(with), capacity, notes);
  }

  public SampleRecord searched(SearchResult found) {
    return new SampleRecord(
        info, ending, timeline, judgements, interventions, compared, Optional.of(found), notes);
  }

  public SampleRecord notes(String... all) {
    return new SampleRecord(
        info, ending, timeline, judgements, interventions, compared, capacity, List.of(all));
  }

  public RunRecord record() {
    return new RunRecord(
        info,
        ending,
        timeline,
        judgements,
        interventions,
        compared,
        capacity,
        notes,
        GeneratorHealth.findings(timeline.rows(), info.limits(), RunRecord.toFollow(info, ending)));
  }
}
