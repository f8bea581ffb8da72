package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the failures of a run by request, user class, status code and text. The number of
 * clusters is bounded by {@link #MAX}, except that each request has at least one of its own.
 */
final class FailureClusters {

  /**
   * The number of clusters above which further kinds of failures share one cluster called
   * "(other)".
   */
  static final int MAX = 1_000;

  private record Key(String request, String userClass, Failure failure) {}

  private static final Failure OTHER = new Failure("", Series.OTHER);

  private final Map<Key, FailureCluster> clusters = new HashMap<>();
  private final Set<String> requests = new HashSet<>();

  void add(Interval interval) {
    interval.forEachRequest(
        (series, tally) ->
            tally.failures().forEach((failure, n) -> add(interval, series, failure, n)));
  }

  private void add(Interval interval, Series series, Failure failure, long count) {
    Key asked = new Key(series.name(), series.userClass(), failure);
    Key key =
        clusters.containsKey(asked) || requests.add(series.name()) || clusters.size() < MAX
            ? asked
            : new Key(Series.OTHER, Series.OTHER, OTHER);
    clusters.merge(
        key,
        new FailureCluster(
            key.request,
            key.userClass,
            key.failure,
            count,
            series.phase(),
            interval.start(),
            interval.end()),
        (before, now) -> before.and(count, interval.end()));
  }

  /** Returns the clusters, the most frequent first. */
  List<FailureCluster> list() {
    return clusters.values().stream()
        .sorted(
            Comparator.comparingLong(FailureCluster::count)
                .reversed()
                .thenComparing(FailureCluster::first)
                .thenComparing(FailureCluster::request)
                .thenComparing(FailureCluster::userClass)
                .thenComparing(c -> c.failure().code())
                .thenComparing(c -> c.failure().text()))
        .toList();
  }
}
