package dev.onrush.internal.run.record;

import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.probe.ScopedSamples;
import dev.onrush.profile.Phase;
import dev.onrush.result.RequestStatistics;
import dev.onrush.result.ResponseTimes;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The statistics of the samples by which a threshold of the same scope is judged. */
record ScopeStatistics(Selection selection, Duration length) implements RequestStatistics {

  /** The percentiles in the text. */
  private static final List<Percentile> SHOWN =
      List.of(Percentile.P50, Percentile.P95, Percentile.P99);

  static ScopeStatistics of(Timeline timeline, Scope scope, List<Phase> phases) {
    ScopedSamples samples = ScopedSamples.of(timeline, scope, phases);
    return new ScopeStatistics(samples.selection(), samples.length());
  }

  @Override
  public long requests() {
    return selection.requests();
  }

  @Override
  public long failures() {
    return selection.failures();
  }

  @Override
  public long unsent() {
    return selection.unsent();
  }

  @Override
  public long unanswered() {
    return selection.unanswered();
  }

  @Override
  public OptionalDouble errorRate() {
    return selection.answerable() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(selection.errorRate());
  }

  @Override
  public OptionalDouble throughput() {
    return length.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of(selection.requests() / (length.toNanos() / 1e9));
  }

  @Override
  public ResponseTimes times() {
    return DistributionTimes.of(selection.all());
  }

  @Override
  public ResponseTimes timesOfSuccesses() {
    return DistributionTimes.of(selection.ok());
  }

  @Override
  public Map<String, Long> statusCodes() {
    return selection.all().codes();
  }

  /** The statistics as text: {@code 1,234 requests, 3 failures, 20.6/s, p50 12 ms, …}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(Quantity.count(requests(), "request"));
    parts.add(Quantity.count(failures(), "failure"));
    throughput().ifPresent(rate -> parts.add(Quantity.FREQUENCY.text(rate)));
    for (Percentile percentile : SHOWN) {
      times()
          .percentile(percentile)
          .ifPresent(
              time -> parts.add(percentile + " " + Quantity.TIME.text(time.toNanos() / 1e6)));
    }
    return String.join(", ", parts);
  }
}
