package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Threshold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first breach of a threshold on each request: that of the request that breaks it first. All
 * requests together may keep a bound that one of them breaks.
 */
final class EachRequestBreach implements FirstBreach {

  private final Threshold threshold;
  private final List<Phase> phases;
  private final Map<String, Optional<FirstBreach>> requests = new HashMap<>();

  EachRequestBreach(Threshold threshold, List<Phase> phases) {
    this.threshold = threshold;
    this.phases = phases;
  }

  @Override
  public void add(Interval interval) {
    for (Series series : interval.tallies().keySet()) {
      if (series.kind() == Kind.REQUEST) {
        requests.computeIfAbsent(series.name(), this::request);
      }
    }
    requests.values().forEach(request -> request.ifPresent(of -> of.add(interval)));
  }

  private Optional<FirstBreach> request(String name) {
    return FigureBreach.of(threshold.measure().ofRequest(name), threshold.condition(), phases);
  }

  @Override
  public Optional<Span> span() {
    return requests.values().stream()
        .flatMap(Optional::stream)
        .flatMap(request -> request.span().stream())
        .min(Comparator.comparing(Span::from));
  }
}
