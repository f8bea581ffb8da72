package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.internal.verdict.figure.Times;
import dev.onrush.internal.verdict.probe.Probe;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Trend;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The end of a run's load before all users have left. From then on nothing is sent, and answers are
 * awaited: that time lies in windows, and in what is followed over time, but says nothing of the
 * service. Windows that need load, trends of rates and counts, and recoveries keep the judgement of
 * the last interval with load. All others take the answers that still come; rates are divided by
 * the time up to that moment.
 */
final class EndOfLoad {

  private final Map<Threshold, Judgement> kept = new HashMap<>();
  private final Timeline timeline;

  EndOfLoad(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * Follows the load to the next interval, which the probes have not taken yet; before the first
   * without load, a judgement is kept. Returns whether there was load in all of it.
   */
  boolean follow(
      Interval next,
      Map<Threshold, Probe> probes,
      BiFunction<Threshold, Probe, Judgement> asOfNow) {
    Optional<Duration> end = timeline.endOfLoad();
    if (end.isPresent()) {
      probes.forEach(
          (threshold, probe) -> {
            if (isKept(threshold) && !isLoaded(next, end, threshold.measure())) {
              kept.computeIfAbsent(threshold, of -> asOfNow.apply(of, probe));
            }
          });
    }
    return next.isLoaded(end);
  }

  /**
   * A window as long as the load has no place without the last interval, which may end late. So
   * there may be no load in 2 % of a window too, as far as a thread is woken that late, and in no
   * more than a tenth of the interval: what is left behind the last second has hardly any load.
   */
  private static boolean isLoaded(Interval next, Optional<Duration> end, Measure measure) {
    return next.isLoaded(end)
        || (measure instanceof EveryWindow window
            && next.isLoaded(
                end,
                Collections.min(
                    List.of(
                        Times.LATE, window.length().dividedBy(50), next.length().dividedBy(10)))));
  }

  private static boolean isKept(Threshold threshold) {
    Measure measure = threshold.measure();
    return measure instanceof EveryWindow window
        ? StatisticValue.needsLoad(window.figure(), threshold.condition())
        : measure instanceof Recovery
            || (measure instanceof Trend
                && measure.figures().stream()
                    .anyMatch(figure -> StatisticValue.ofNothing(figure).isPresent()));
  }

  /** The judgement of a threshold that keeps it; empty while there is load, and of all others. */
  Optional<Judgement> judgement(Threshold threshold) {
    return Optional.ofNullable(kept.get(threshold));
  }
}
