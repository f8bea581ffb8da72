package dev.onrush.internal.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Converts consecutive responses of a metrics endpoint to values. A gauge keeps its value, a
 * counter becomes its rate per second, and a histogram or summary becomes its mean and, with
 * buckets, its p95 since the previous response.
 *
 * <p>A counter that has fallen was restarted, and has no rate for this response. A counter that was
 * never there before counts as grown from 0, since many services create a counter when they first
 * count, as at the first garbage collection of a kind. If very many counters are new at once,
 * another process may have joined, whose counts are older, so they have no rate yet.
 *
 * <p>For requests and for outgoing calls, the series of all addresses and statuses are combined:
 * the sum of their rates, the mean and the p95 of all together, and the greatest of their quantiles
 * and maxima.
 *
 * <p>The expressions are written as in PromQL: {@code rate(logback_events_total{level="debug"})},
 * {@code mean(http_server_requests_seconds)}.
 */
final class SeriesValues {

  /** The most expressions that are kept. Further ones are only counted. */
  static final int MOST = 1_000;

  private static final double QUANTILE = 0.95;

  /**
   * The most counters that are remembered. Once there are this many, no counter is taken to be new.
   */
  private static final int MOST_SEEN = 20_000;

  /**
   * The share by which the number of series may grow from one response to the next. If it grows
   * more, the counts of new series may be from before.
   */
  private static final double MOST_NEW = 0.25;

  private final Set<String> seen = new HashSet<>();
  private int samples;
  private final Set<String> kept = new HashSet<>();
  private Map<String, Double> totals = new HashMap<>();
  private long before;
  private int leftOut;

  /** Computes the growth of counters since the previous response. */
  private final class Growth {
    private final Map<String, Double> now = new HashMap<>();
    private final double seconds;
    private final boolean fromZero;

    Growth(double seconds, boolean fromZero) {
      this.seconds = seconds;
      this.fromZero = fromZero;
    }

    /** Returns the growth of a counter; NaN without a previous response, or after a restart. */
    double of(String series, double total) {
      now.put(series, total);
      boolean isNew = fromZero && !seen.contains(series);
      double last = totals.getOrDefault(series, isNew ? 0 : Double.NaN);
      return seconds > 0 && total >= last ? total - last : Double.NaN;
    }

    double rate(double growth) {
      return growth / seconds;
    }
  }

  /** The growth of a histogram or summary since the previous response. */
  private static final class Grown {
    private double sum = Double.NaN;
    private double count = Double.NaN;
    private final NavigableMap<Double, Double> buckets = new TreeMap<>();
  }

  /**
   * Returns the values of a response.
   *
   * @param nanos the time of the response, which never decreases
   */
  Map<String, Double> next(PrometheusText text, long nanos) {
    Map<String, Double> values = new LinkedHashMap<>();
    int now = text.samples().size();
    boolean fromZero = now <= (1 + MOST_NEW) * samples && seen.size() < MOST_SEEN;
    Growth growth = new Growth(totals.isEmpty() ? 0 : (nanos - before) / 1e9, fromZero);
    Map<String, Grown> distributions = new LinkedHashMap<>();
    for (PrometheusSample sample : text.samples()) {
      if (!Double.isFinite(sample.value())) {
        continue;
      }
      switch (text.type(sample.metric())) {
        case "counter" -> rate(sample, growth, values);
        case "histogram", "summary" -> distribution(sample, growth, values, distributions);
        default -> level(sample, values);
      }
    }
    distributions.forEach((series, grown) -> distribution(series, grown, values));
    totals = growth.now;
    samples = now;
    if (seen.size() < MOST_SEEN) {
      seen.addAll(totals.keySet());
    }
    before = nanos;
    return bounded(values);
  }

  /** The number of expressions of the last response for which there was no room. */
  int leftOut() {
    return leftOut;
  }

  private static void distribution(
      PrometheusSample sample,
      Growth growth,
      Map<String, Double> values,
      Map<String, Grown> distributions) {
    String metric = sample.metric();
    if (metric.endsWith("_sum") || metric.endsWith("_count")) {
      double grown = rate(sample, growth, values);
      boolean sum = metric.endsWith("_sum");
      String of = shown(without(metric, sum ? "_sum" : "_count"), sample.labels());
      Grown distribution = distributions.computeIfAbsent(of, d -> new Grown());
      if (sum) {
        distribution.sum = sum(distribution.sum, grown);
      } else {
        distribution.count = sum(distribution.count, grown);
      }
    } else if (metric.endsWith("_bucket") && sample.labels().containsKey("le")) {
      Map<String, String> labels = new TreeMap<>(sample.labels());
      String bound = labels.getOrDefault("le", "");
      labels.keySet().remove("le");
      double grown = growth.of(series(metric, sample.labels()), sample.value());
      if (!Double.isNaN(grown)) {
        distributions
            .computeIfAbsent(shown(without(metric, "_bucket"), labels), d -> new Grown())
            .buckets
            .merge(bound(bound), grown, Double::sum);
      }
    } else { // a quantile of a summary, or its maximum
      level(sample, values);
    }
  }

  /** Adds two values. A value that is unknown, which is NaN, is ignored. */
  private static double sum(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
  }

  private static void distribution(String series, Grown grown, Map<String, Double> values) {
    if (grown.count > 0) {
      put(values, "mean(" + series + ")", grown.sum / grown.count);
      double p95 = quantile(grown.buckets);
      put(values, "p95(" + series + ")", p95);
    }
  }

  /**
   * Returns the p95 of cumulative buckets, interpolated linearly within a bucket as PromQL's {@code
   * histogram_quantile} does; NaN without buckets.
   */
  private static double quantile(NavigableMap<Double, Double> buckets) {
    if (buckets.isEmpty()) {
      return Double.NaN;
    }
    double rank = QUANTILE * buckets.lastEntry().getValue();
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank && bucket.getValue() > below) {
        return Double.isInfinite(bucket.getKey())
            ? lower
            : lower + (bucket.getKey() - lower) * (rank - below) / (bucket.getValue() - below);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return lower;
  }

  private static double bound(String text) {
    try {
      return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static String without(String metric, String suffix) {
    return metric.substring(0, metric.length() - suffix.length());
  }

  /** Adds the rate of a counter to the values, and returns the counter's growth. */
  private static double rate(PrometheusSample sample, Growth growth, Map<String, Double> values) {
    double grown = growth.of(series(sample.metric(), sample.labels()), sample.value());
    double rate = growth.rate(grown);
    if (Double.isFinite(rate)) {
      values.merge("rate(" + shown(sample.metric(), sample.labels()) + ")", rate, Double::sum);
    }
    return grown;
  }

  private static void level(PrometheusSample sample, Map<String, Double> values) {
    values.merge(shown(sample.metric(), sample.labels()), sample.value(), Math::max);
  }

  /**
   * Returns the expression of a series, or of its whole metric if all series of the metric are
   * combined.
   */
  private static String shown(String metric, Map<String, String> labels) {
    return KnownSeries.isAddedUp(metric) ? metric : series(metric, labels);
  }

  private static void put(Map<String, Double> values, String expression, double value) {
    if (Double.isFinite(value)) {
      values.put(expression, value);
    }
  }

  /**
   * Removes the expressions beyond the limit. An expression that is kept once is always kept; among
   * new ones, expressions of known meaning come first.
   */
  private Map<String, Double> bounded(Map<String, Double> values) {
    List<String> fresh = values.keySet().stream().filter(e -> !kept.contains(e)).toList();
    List<String> first = new ArrayList<>(fresh.stream().filter(KnownSeries::isKnown).toList());
    fresh.stream().filter(e -> !KnownSeries.isKnown(e)).forEach(first::add);
    for (String expression : first) {
      if (kept.size() < MOST) {
        kept.add(expression);
      } else {
        values.remove(expression);
      }
    }
    leftOut = Math.max(0, first.size() - (int) first.stream().filter(kept::contains).count());
    return values;
  }

  /** Returns the expression of a series, such as {@code jvm_memory_used_bytes{area="heap"}}. */
  static String series(String metric, Map<String, String> labels) {
    if (labels.isEmpty()) {
      return metric;
    }
    StringBuilder text = new StringBuilder(metric).append('{');
    labels.forEach(
        (name, value) -> {
          text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
          text.append(name)
              .append("=\"")
              .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
              .append('"');
        });
    return text.append('}').toString();
  }
}
