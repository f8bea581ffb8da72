package dev.onrush.verdict;

import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Timeline;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Ratio;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Stability;
import dev.onrush.threshold.Measure.Worsening;
import java.util.List;

/** Follows one measure through a run. */
interface Probe {

  /** The interval that follows; a probe that needs totals only looks at the timeline instead. */
  default void add(Interval interval) {}

  /** What is known now. */
  Reading read(Timeline timeline);

  /** The probe for a measure of anything but each request. */
  static Probe of(Measure measure, Condition condition, List<Phase> phases) {
    if (measure instanceof Figure figure) {
      return FigureProbe.of(figure, phases);
    }
    if (measure instanceof Ratio ratio) {
      return ratio(FigureProbe.of(ratio.figure(), phases), FigureProbe.of(ratio.by(), phases));
    }
    if (measure instanceof EveryWindow window) {
      return new WindowProbe(window, condition, phases);
    }
    if (measure instanceof Drift drift) {
      return new TrendProbe(drift.figure(), phases, TrendProbe.Kind.DRIFT);
    }
    if (measure instanceof Stability stability) {
      return new TrendProbe(stability.figure(), phases, TrendProbe.Kind.STABILITY);
    }
    if (measure instanceof Worsening) {
      return timeline -> Reading.none(0, "there is no baseline");
    }
    String disturbed = ((Recovery) measure).phase();
    return timeline -> RecoveryProbe.after(disturbed, phases, timeline);
  }

  private static Probe ratio(Probe figure, Probe by) {
    return timeline -> {
      Reading above = figure.read(timeline);
      Reading below = by.read(timeline);
      return above.value().isEmpty() || below.value().isEmpty() || below.value().getAsDouble() == 0
          ? Reading.none(Math.min(above.samples(), below.samples()), "")
          : Reading.of(
              above.value().getAsDouble() / below.value().getAsDouble(), above.samples(), "");
    };
  }
}
