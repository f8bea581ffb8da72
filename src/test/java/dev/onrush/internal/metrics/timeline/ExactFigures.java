package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All known figures of each series of a run, to the last bucket of its histogram. */
public final class ExactFigures {

  private ExactFigures() {}

  /** Returns the figures by series; those of two timelines are equal if nothing differs. */
  public static Map<Series, Object> of(Timeline timeline) {
    Map<Series, Object> figures = new HashMap<>();
    timeline
        .totals()
        .forEach(
            (series, tally) -> {
              List<List<Number>> buckets = new ArrayList<>();
              tally.times().forEach((least, count) -> buckets.add(List.of(least, count)));
              figures.put(
                  series,
                  List.of(
                      tally.requests(),
                      tally.times().sum(),
                      tally.times().min(),
                      tally.times().max(),
                      buckets,
                      tally.codes(),
                      tally.failures()));
            });
    return figures;
  }
}
