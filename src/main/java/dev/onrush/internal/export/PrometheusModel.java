package dev.onrush.internal.export;

import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.export.Point.Spread;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts a snapshot to the model of Prometheus's own library. Histograms are both classic and
 * native.
 */
final class PrometheusModel {

  private PrometheusModel() {}

  static MetricSnapshots of(MetricsSnapshot snapshot) {
    List<MetricSnapshot> all = new ArrayList<>();
    long started = snapshot.started().toEpochMilli();
    snapshot
        .points()
        .forEach(
            (metric, points) -> {
              if (!points.isEmpty()) {
                all.add(of(metric, points, started));
              }
            });
    return new MetricSnapshots(all);
  }

  private static MetricSnapshot of(ExportedMetric metric, List<Point> points, long started) {
    MetricMetadata metadata = metadata(metric);
    return switch (metric.kind()) {
      case COUNTER ->
          new CounterSnapshot(
              metadata,
              points.stream()
                  .map(p -> new CounterDataPointSnapshot(number(p), labels(p), null, started))
                  .toList());
      case GAUGE ->
          new GaugeSnapshot(
              metadata,
              points.stream()
                  .map(p -> new GaugeDataPointSnapshot(number(p), labels(p), null))
                  .toList());
      case HISTOGRAM ->
          new HistogramSnapshot(metadata, points.stream().map(p -> histogram(p, started)).toList());
    };
  }

  private static MetricMetadata metadata(ExportedMetric metric) {
    return switch (metric.unit()) {
      case NONE -> new MetricMetadata(metric.prometheus(), metric.help());
      case SECONDS -> new MetricMetadata(metric.prometheus(), metric.help(), Unit.SECONDS);
      case RATIO -> new MetricMetadata(metric.prometheus(), metric.help(), Unit.RATIO);
    };
  }

  private static HistogramDataPointSnapshot histogram(Point point, long started) {
    Spread spread = (Spread) point.value();
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(spread.bounds(), spread.counts()),
        Spread.SCALE,
        spread.zeros(),
        0,
        growing(spread),
        NativeHistogramBuckets.EMPTY,
        spread.sum(),
        labels(point),
        Exemplars.EMPTY,
        started);
  }

  private static NativeHistogramBuckets growing(Spread spread) {
    NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
    for (int i = 0; i < spread.growing().size(); i++) {
      if (spread.growing().get(i) > 0) {
        // Prometheus numbers a bucket by its upper end, OpenTelemetry by its lower one.
        buckets.bucket(spread.first() + i + 1, spread.growing().get(i));
      }
    }
    return buckets.build();
  }

  private static double number(Point point) {
    return ((Amount) point.value()).number();
  }

  private static Labels labels(Point point) {
    return Labels.of(List.copyOf(point.labels().keySet()), List.copyOf(point.labels().values()));
  }
}
