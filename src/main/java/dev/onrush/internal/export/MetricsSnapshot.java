package dev.onrush.internal.export;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics at one moment.
 *
 * @param run what names the run
 * @param started the moment from which counters and histograms count
 * @param at this moment
 * @param points by metric; only those with values
 * @param last whether the run has ended, so that nothing will change any more
 */
record MetricsSnapshot(
    Map<String, String> run,
    Instant started,
    Instant at,
    Map<ExportedMetric, List<Point>> points,
    boolean last) {

  MetricsSnapshot {
    run = Map.copyOf(run);
    Map<ExportedMetric, List<Point>> copy = new EnumMap<>(ExportedMetric.class);
    points.forEach((metric, of) -> copy.put(metric, List.copyOf(of)));
    points = copy;
  }
}
