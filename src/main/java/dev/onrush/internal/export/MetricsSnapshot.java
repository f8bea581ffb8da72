package dev.onrush.internal.export;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics at one moment.
 *
 * @param run what identifies the run
 * @param started the moment from which counters and histograms count
 * @param at the moment of this snapshot
 * @param points the points by metric; a metric without values is missing or has no points
 * @param last whether the run has ended, so that this snapshot is final
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
