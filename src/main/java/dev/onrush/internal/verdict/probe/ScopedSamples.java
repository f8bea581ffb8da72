package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.List;

/**
 * The samples within a scope by which a threshold is judged.
 *
 * @param length the length of the scope's time that was recorded, up to the end of the load
 */
public record ScopedSamples(Selection selection, Duration length) {

  /**
   * Selects the samples of a scope.
   *
   * @param phases the phases of the run
   */
  public static ScopedSamples of(Timeline timeline, Scope scope, List<Phase> phases) {
    return new ScopedSamples(
        timeline.select(FigureProbe.filter(scope, phases)),
        new ScopeTimes(scope, phases).before(timeline.loaded()));
  }
}
