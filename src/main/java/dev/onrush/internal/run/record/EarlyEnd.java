package dev.onrush.internal.run.record;

import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.EndingBreach;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The effect of an end before the end of the plan, such as an abort, on the verdicts. A count that
 * has not reached its bound by then could still have reached it, so its threshold has no data. A
 * threshold keeps its verdict if its time was over, or if its bound was passed or reached.
 */
final class EarlyEnd {

  private EarlyEnd() {}

  /**
   * Returns the judgements. A judgement on a count that was cut short becomes NO_DATA, with the
   * count.
   *
   * @param phases the phases of the plan
   */
  static List<Judgement> judged(
      List<Judgement> judgements, List<Phase> phases, Timeline timeline, RunEnd ending) {
    if (ending.how() == RunEnd.How.COMPLETED) {
      return judgements;
    }
    Duration at = timeline.endOfLoad().orElse(timeline.elapsed());
    return judgements.stream()
        .map(
            judgement ->
                isCutShort(judgement, phases, at)
                    ? judgement.withoutData(
                        "the run ended at "
                            + Quantity.clock(at)
                            + ", when the bound could still have been reached")
                    : judgement)
        .toList();
  }

  private static boolean isCutShort(Judgement judgement, List<Phase> phases, Duration at) {
    return judgement.verdict() != Verdict.NO_DATA
        && !EndingBreach.endedTheRun(judgement)
        && GrowingFigure.isYetToReachItsBound(judgement)
        && end(phases).compareTo(at) > 0
        && ScopeTimes.of(judgement, phases).endsAfter(at);
  }

  private static Duration end(List<Phase> phases) {
    return phases.stream().map(Phase::end).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }
}
