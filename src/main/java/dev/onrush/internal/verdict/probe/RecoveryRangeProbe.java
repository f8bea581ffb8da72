package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Scope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A probe of the recovery as measured, with the range of its true time. The recovery is shortest if
 * the times after the phase contain all of the generator's possible share and the times before it
 * contain nothing of this share. It is longest in the opposite case.
 */
final class RecoveryRangeProbe implements Probe {

  private final RecoveryProbe measured;
  private final RecoveryProbe shortest;
  private final RecoveryProbe longest;

  /**
   * All requests, nearly all of which have a known share of the generator if the range is known.
   */
  private final Selection all = new Selection();

  RecoveryRangeProbe(Scope scope, List<Phase> phases) {
    measured = new RecoveryProbe(scope, phases);
    shortest = new RecoveryProbe(scope, phases);
    longest = new RecoveryProbe(scope, phases);
  }

  @Override
  public void add(Interval interval, Row ofAll) {
    Row row = measured.row(interval, ofAll);
    Selection requests = Row.requests(interval, measured::isAbout);
    all.add(requests);
    Row least = row.withoutOwnShare(requests);
    boolean after = row.start().compareTo(measured.end()) >= 0;
    measured.add(row);
    shortest.add(after ? least : row);
    longest.add(after ? row : least);
  }

  @Override
  public Reading read(Timeline timeline) {
    Reading reading = measured.read(timeline);
    OptionalDouble least = shortest.time();
    OptionalDouble most = longest.time();
    return !all.isLeastKnown() || reading.value().isEmpty() || least.isEmpty() || most.isEmpty()
        ? reading
        : reading.within(Optional.of(Uncertainty.between(least.getAsDouble(), most.getAsDouble())));
  }
}
