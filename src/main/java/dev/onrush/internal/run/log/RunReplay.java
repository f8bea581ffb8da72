package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.log.json.LoadJson;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.Progress;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.threshold.Measure.Worsening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replays a run from its log, line by line, and judges it in the same way as when it was in
 * progress.
 */
final class RunReplay {

  private final RunInfo begun;
  private final RunAnalysis analysis;
  private final EvidenceRecorder evidence;
  private final List<Intervention> interventions = new ArrayList<>();
  private final SummedTime summed = new SummedTime();
  private Optional<EffectiveLoad> load;
  private Optional<JsonNode> end = Optional.empty();

  private RunReplay(RunInfo begun, Path folder) {
    this.begun = begun;
    this.evidence = EvidenceRecorder.of(begun, folder);
    this.analysis = RunAnalysis.of(begun, Optional.empty(), folder);
    this.load = analysis.opening(begun);
  }

  /** Returns the result of the run in this folder, as far as it was written. */
  static RunRecord of(Path folder) {
    RunReplay replay = new RunReplay(LogReader.info(folder), folder);
    replay.analysis.timeline().endLoad(LogReader.endOfLoad(folder));
    return replay.result(LogReader.read(folder, replay::event, replay::interval));
  }

  private void event(JsonNode node) {
    if (node.has("ending")) {
      end = Optional.of(node.get("ending"));
    } else if (node.has("intervention")) {
      Intervention intervention = RunJson.intervention(node.get("intervention"));
      interventions.add(intervention);
      load = load.map(l -> l.with(intervention));
    } else if (node.has("leg")) {
      ProfileSegment segment = LoadJson.segment(node.get("leg"));
      load = load.map(l -> l.with(segment));
      analysis.search().ifPresent(s -> s.follow(segment));
    } // otherwise the line that was being written when the run was killed
  }

  private void interval(Interval interval, long count) {
    // The same as for a run in progress: after the end of the load, no more users are due.
    boolean loaded = interval.isLoaded(analysis.timeline().endOfLoad(), Duration.ZERO);
    analysis.add(interval, loaded ? flowsAsOf(interval.end()) : List.of());
    evidence.add(interval);
    summed.add(interval, count);
  }

  private List<FlowLoad> flowsAsOf(Duration elapsed) {
    return load.map(l -> l.flowsAsOf(elapsed)).orElse(List.of());
  }

  private RunRecord result(LogDamage damage) {
    RunInfo info = begun.on(flowsAsOf(analysis.timeline().elapsed()));
    return evidence.explain(
        end.map(
                found ->
                    RunJson.ended(
                        result(info, RunJson.ending(found), RunJson.notes(found), damage), found))
            .orElseGet(
                () ->
                    notCompared(
                        result(info, withoutEnd(info, analysis.timeline()), List.of(), damage))));
  }

  /**
   * Replaces the judgements on the baseline. The log does not contain the baseline, and the
   * baseline of that name may be a different one by now.
   */
  private static RunRecord notCompared(RunRecord killed) {
    Optional<String> baseline = Optional.ofNullable(killed.info().facts().get(RunInfo.BASELINE));
    return baseline
        .map(
            name ->
                killed.with(
                    killed.compared(),
                    killed.judgements().stream()
                        .map(
                            j ->
                                j.threshold().measure() instanceof Worsening ? without(name, j) : j)
                        .toList(),
                    killed.findings()))
        .orElse(killed);
  }

  private static Judgement without(String baseline, Judgement of) {
    return of.withoutData("a run whose log has no end is not compared with baseline " + baseline);
  }

  private RunRecord result(RunInfo info, RunEnd ending, List<String> known, LogDamage damage) {
    List<String> notes = new ArrayList<>(known);
    notes.addAll(damage.notes());
    summed.note().ifPresent(notes::add);
    return analysis.result(info, damage.ending(ending), interventions, notes);
  }

  /** The end of a run whose log does not tell it. A full disk may have cut the log. */
  private static RunEnd withoutEnd(RunInfo info, Timeline timeline) {
    return new RunEnd(
        RunEnd.How.INTERRUPTED,
        "the log ends after "
            + Progress.of(timeline.elapsed(), info.planned())
            + "; the run was killed, or its disk was full");
  }
}
