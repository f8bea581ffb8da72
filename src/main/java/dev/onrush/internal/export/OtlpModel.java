package dev.onrush.internal.export;

import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.export.Point.Spread;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Converts a snapshot to the model of OpenTelemetry's own library. Sums count from the start of the
 * run (cumulative), so that a lost push loses no data. Histograms are exponential.
 */
final class OtlpModel {

  private static final AggregationTemporality SINCE_START = AggregationTemporality.CUMULATIVE;

  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final long start;
  private final long at;

  private OtlpModel(MetricsSnapshot snapshot) {
    Map<String, String> run = snapshot.run();
    AttributesBuilder attributes =
        Attributes.builder()
            .put("service.name", "onrush")
            .put("service.instance.id", run.getOrDefault("folder", ""));
    run.forEach((name, value) -> attributes.put("onrush." + name, value));
    resource = Resource.create(attributes.build());
    scope =
        InstrumentationScopeInfo.builder("dev.onrush")
            .setVersion(run.getOrDefault("version", ""))
            .build();
    start = nanos(snapshot.started());
    at = nanos(snapshot.at());
  }

  static List<MetricData> of(MetricsSnapshot snapshot) {
    OtlpModel model = new OtlpModel(snapshot);
    List<MetricData> all = new ArrayList<>();
    snapshot
        .points()
        .forEach(
            (metric, points) -> {
              if (!points.isEmpty()) {
                all.add(model.of(metric, points));
              }
            });
    return all;
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private MetricData of(ExportedMetric metric, List<Point> points) {
    return switch (metric.kind()) {
      case GAUGE ->
          exported(
              metric,
              MetricDataType.DOUBLE_GAUGE,
              GaugeData.createDoubleGaugeData(points.stream().map(this::number).toList()));
      case COUNTER ->
          metric.unit() == ExportedMetric.Unit.NONE
              ? exported(
                  metric,
                  MetricDataType.LONG_SUM,
                  SumData.createLongSumData(
                      true, SINCE_START, points.stream().map(this::whole).toList()))
              : exported(
                  metric,
                  MetricDataType.DOUBLE_SUM,
                  SumData.createDoubleSumData(
                      true, SINCE_START, points.stream().map(this::number).toList()));
      case HISTOGRAM ->
          exported(
              metric,
              MetricDataType.EXPONENTIAL_HISTOGRAM,
              ExponentialHistogramData.create(
                  SINCE_START, points.stream().map(this::histogram).toList()));
    };
  }

  private MetricData exported(ExportedMetric metric, MetricDataType type, Data<?> data) {
    return new Exported(metric, type, data, resource, scope);
  }

  private DoublePointData number(Point point) {
    return DoublePointData.create(
        start, at, attributes(point), ((Amount) point.value()).number(), List.of());
  }

  private LongPointData whole(Point point) {
    return LongPointData.create(
        start, at, attributes(point), Math.round(((Amount) point.value()).number()));
  }

  private ExponentialHistogramPointData histogram(Point point) {
    Spread spread = (Spread) point.value();
    return ExponentialHistogramPointData.create(
        Spread.SCALE,
        spread.sum(),
        spread.zeros(),
        spread.count() > 0,
        spread.min(),
        spread.count() > 0,
        spread.max(),
        ExponentialHistogramBuckets.create(Spread.SCALE, spread.first(), spread.growing()),
        ExponentialHistogramBuckets.create(Spread.SCALE, 0, List.of()),
        start,
        at,
        attributes(point),
        List.of());
  }

  private static Attributes attributes(Point point) {
    AttributesBuilder attributes = Attributes.builder();
    point.labels().forEach(attributes::put);
    return attributes.build();
  }

  /** A metric in the form that the exporter reads. */
  private record Exported(
      ExportedMetric metric,
      MetricDataType type,
      Data<?> data,
      Resource resource,
      InstrumentationScopeInfo scope)
      implements MetricData {

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return scope;
    }

    @Override
    public String getName() {
      return metric.openTelemetry();
    }

    @Override
    public String getDescription() {
      return metric.help();
    }

    @Override
    public String getUnit() {
      return metric.unit().symbol();
    }

    @Override
    public MetricDataType getType() {
      return type;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }
}
