package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.StatisticValue;
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
 * Keeps the judgements of thresholds when a run's load ends before all users have left. From then
 * on nothing is sent, and the run waits for outstanding responses. This time lies in windows and in
 * figures that are followed over time, but says nothing about the service. Windows that need load
 * or are about responses, trends of rates and counts, and recoveries keep the judgement of the last
 * interval with load. All other thresholds include the responses that still arrive, and their rates
 * are divided by the time up to the end of the load.
 */
final class EndOfLoad {

  private final Map<Threshold, Judgement> kept = new HashMap<>();
  private final Timeline timeline;

  EndOfLoad(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * Follows the load to the next interval, which the probes have not received yet. Before the first
   * interval without load, the judgements are kept. Returns whether there was load in the whole
   * interval.
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
   * Whether there is load in an interval. A window that is as long as the load includes the last
   * interval, which may end late. So for a window, the end of an interval may be without load: up
   * to 2 % of the window, up to the time by which a thread may wake late, and up to a tenth of the
   * interval. The last bound excludes the short remainder after the last full second, which has
   * hardly any load.
   */
  private static boolean isLoaded(Interval next, Optional<Duration> end, Measure measure) {
    return next.isLoaded(end)
        || (measure instanceof EveryWindow window
            && next.isLoaded(
                end,
                Collections.min(
                    List.of(
                        ScopeTimes.LATE,
                        window.length().dividedBy(50),
                        next.length().dividedBy(10)))));
  }

  private static boolean isKept(Threshold threshold) {
    Measure measure = threshold.measure();
    return measure instanceof EveryWindow window
        ? StatisticValue.needsLoad(window.figure(), threshold.condition())
            || StatisticValue.isOfResponses(window.figure())
        : measure instanceof Recovery
            || (measure instanceof Trend
                && measure.figures().stream()
                    .anyMatch(figure -> StatisticValue.withoutSamples(figure).isPresent()));
  }

  /** The kept judgement of a threshold; empty while there is load, and for all other thresholds. */
  Optional<Judgement> judgement(Threshold threshold) {
    return Optional.ofNullable(kept.get(threshold));
  }
}
