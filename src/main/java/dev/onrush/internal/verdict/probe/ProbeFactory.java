package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.baseline.BaselineCheck;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Ratio;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Stability;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * Creates the probes of a run.
 *
 * @param compared the data that the run, or its target, is compared with
 * @param current the blocks of the run itself, so far
 * @param service the probe of each figure of the service's own metrics; all intervals are added to
 *     these probes elsewhere
 */
public record ProbeFactory(
    List<Phase> phases, ComparisonBasis compared, RunBlocks current, Map<Figure, Probe> service) {

  /** Returns the probe for a measure, unless its subject is each request. */
  public Probe of(Measure measure, Condition condition) {
    return of(measure, condition, () -> 1);
  }

  /**
   * Returns the probe for a measure of one of several requests that a threshold judges separately.
   *
   * @param comparisons how many of these requests are compared, as far as is known at a reading
   */
  Probe of(Measure measure, Condition condition, IntSupplier comparisons) {
    return measure.match(
        new Measure.Cases<>() {
          @Override
          public Probe figure(Figure figure) {
            Probe of = of(figure);
            return figure.statistic() instanceof AtPercentile
                ? timeline -> of.read(timeline).roundedTo(condition)
                : of;
          }

          @Override
          public Probe ratio(Ratio ratio) {
            return ProbeFactory.ratio(ratio, of(ratio.figure()), of(ratio.by()));
          }

          @Override
          public Probe window(EveryWindow window) {
            return new WindowProbe(window, condition, phases);
          }

          @Override
          public Probe drift(Drift drift) {
            return new TrendProbe(drift.figure(), phases, TrendProbe.Kind.DRIFT, comparisons);
          }

          @Override
          public Probe stability(Stability stability) {
            return new TrendProbe(
                stability.figure(), phases, TrendProbe.Kind.STABILITY, comparisons);
          }

          @Override
          public Probe worsening(Worsening worsening) {
            Probe counted = of(worsening.figure());
            return timeline -> {
              Reading now = counted.read(timeline);
              return compared(worsening, condition, comparisons.getAsInt(), now.samples())
                  .and(now.detail());
            };
          }

          @Override
          public Probe worseThanA(WorseThanA worse) {
            return new DuetProbe(new Threshold(worse, condition), worse, compared.duet());
          }

          @Override
          public Probe recovery(Recovery recovery) {
            return new RecoveryRangeProbe(recovery.scope(), phases);
          }

          @Override
          public Probe capacity(Capacity capacity) {
            return timeline ->
                Reading.none(0, "the capacity is known when the search for it has ended");
          }
        });
  }

  /**
   * A reader of a probe that several measures share, and to which intervals are added only once,
   * elsewhere.
   */
  private record Shared(Probe of) implements Probe {
    @Override
    public Reading read(Timeline timeline) {
      return of.read(timeline);
    }
  }

  private Probe of(Figure figure) {
    Probe known = service.get(figure);
    return known == null ? FigureProbe.of(figure, phases) : new Shared(known);
  }

  private static Probe ratio(Ratio ratio, Probe figure, Probe by) {
    return timeline -> {
      Reading above = figure.read(timeline);
      Reading below = by.read(timeline);
      if (above.value().isEmpty() || below.value().isEmpty()) {
        Reading missing = above.value().isEmpty() ? above : below;
        Figure what = above.value().isEmpty() ? ratio.figure() : ratio.by();
        return Reading.none(
            Math.min(above.samples(), below.samples()),
            what
                + ": "
                + (missing.detail().isEmpty() ? "no " + what.sample() + "s" : missing.detail()));
      }
      return below.value().getAsDouble() == 0
          ? Reading.none(
              Math.min(above.samples(), below.samples()),
              ratio.by() + " was 0, so the ratio is undefined")
          : above.dividedBy(below);
    };
  }

  /**
   * How much worse the figure certainly is: the end of the change's interval that is nearer to
   * zero. Its range is that of the blocks that are compared, not of the whole run.
   */
  private Reading compared(Worsening measure, Condition condition, int comparisons, long samples) {
    if (compared.baseline().isEmpty()) {
      return Reading.none(samples, compared.missing());
    }
    Figure figure = measure.figure();
    Predicate<String> users = FigureProbe.userClasses(figure.scope(), phases);
    double tolerance = condition instanceof Condition.Bound bound ? bound.bound() : 0;
    BaselineCheck check =
        BaselineCheck.of(
            compared.baseline().get().runs().stream().map(run -> run.of(users)).toList(),
            current.of(users),
            figure,
            tolerance,
            comparisons);
    return switch (check.answer()) {
      case TOO_SHORT, TOO_WIDE, FAR_WORSE -> Reading.none(samples, check.toString());
      case WORSE, NOT_WORSE, UNSURE ->
          Reading.of(check.worseAtLeast(), samples, check.toString())
              .within(check.range())
              .withNearness(check.nearness());
    };
  }
}
