package dev.onrush.internal.run.record;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.capacity.CapacityController;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.PairedBlocks;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.Compared;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.plan.RunFlow;
import java.util.List;
import java.util.Optional;

/** What a run begins with, be it sent or read from its log. */
public final class RunStart {

  private RunStart() {}

  /** The controller of a capacity search, if the run is one. */
  public static Optional<CapacityController> search(RunInfo info) {
    return info.searched()
        .map(
            searched ->
                new CapacityController(
                    searched, info.flows(), info.thresholds(), info.requests(), info.limits()));
  }

  /** The load with which the run begins; empty without a profile. */
  public static Optional<EffectiveLoad> load(RunInfo info, Optional<CapacityController> search) {
    return search
        .map(CapacityController::opening)
        .or(
            () ->
                info.flows().isEmpty()
                    ? Optional.empty()
                    : Optional.of(EffectiveLoad.of(info.flows())));
  }

  /** The judge of a run. In a search, its controller judges each probe, and nobody the whole. */
  public static Judge judge(RunInfo info, Optional<Baseline> baseline) {
    return new Judge(
        info.search().isPresent() ? List.of() : info.thresholds(),
        info.phases(),
        info.requests(),
        new Compared(baseline, duet(info)),
        // A probe is judged by its seconds, and a search ends before they are too many.
        info.search().isPresent() ? Timeline.ofEachInterval() : new Timeline());
  }

  /** The duet that the run is, of which nothing is known yet; empty if it is none. */
  private static Optional<Duet> duet(RunInfo info) {
    return DuetFacts.terms(info)
        .map(
            terms ->
                new Duet(
                    terms,
                    new PairedBlocks(
                        flow(info, Variant.A), flow(info, Variant.B), info.planned().orElseThrow()),
                    info.thresholds(),
                    info.requests()));
  }

  private static RunFlow flow(RunInfo info, Variant variant) {
    return variant
        .in(info.flows().stream().flatMap(load -> load.flow().stream()).toList())
        .orElseThrow();
  }
}
