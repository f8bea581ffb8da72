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
 * Turns answers that follow each other into values: a gauge as it is, a counter as its rate per
 * second, a histogram or summary as its mean and, with buckets, its p95 since the answer before. A
 * counter that has fallen was restarted, and has no rate that time. One that was never there has
 * grown from 0: many services make a counter when they first count, as at the first collection of a
 * kind. Where very many are new at once another process may have joined, whose counts are older. Of
 * requests and of outgoing calls there is one value for all addresses and statuses: the sum of
 * their rates, the mean and the p95 of all together, and the greatest of their quantiles and
 * maxima.
 *
 * <p>The expressions are written as in PromQL: {@code rate(logback_events_total{level="debug"})},
 * {@code mean(http_server_requests_seconds)}.
 */
final class SeriesValues {

  /** Expressions at most; those that come after are counted. */
  static final int MOST = 1_000;

  private static final double QUANTILE = 0.95;

  /** Counters that are remembered; past so many, none is known to be new. */
  private static final int MOST_SEEN = 20_000;

  /** Of the series of the answer before; more of them new are no counts of this moment. */
  private static final double MOST_NEW = 0.25;

  private final Set<String> seen = new HashSet<>();
  private int samples;
  private final Set<String> kept = new HashSet<>();
  private Map<String, Double> totals = new HashMap<>();
  private long before;
  private int leftOut;

  /** A counter's growth since the answer before, and what it is part of. */
  private final class Growth {
    private final Map<String, Double> now = new HashMap<>();
    private final double seconds;
    private final boolean fromZero;

    Growth(double seconds, boolean fromZero) {
      this.seconds = seconds;
      this.fromZero = fromZero;
    }

    /** NaN without an answer before, or after a restart. */
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

  /** What a histogram or summary has grown by. */
  private static final class Grown {
    private double sum = Double.NaN;
    private double count = Double.NaN;
    private final NavigableMap<Double, Double> buckets = new TreeMap<>();
  }

  /**
   * The values of an answer.
   *
   * @param nanos when it came; never goes back
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

  /** How many expressions of the last answer there was no room for. */
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
    } else { // a quantile of a summary, or its greatest value
      level(sample, values);
    }
  }

  /** What is not known of one address is left out. */
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
   * The quantile of cumulative buckets, linear within a bucket, as PromQL's histogram_quantile; NaN
   * without buckets.
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

  /** Returns by how much it has grown. */
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

  /** A series, or all of its metric together. */
  private static String shown(String metric, Map<String, String> labels) {
    return KnownSeries.isAddedUp(metric) ? metric : series(metric, labels);
  }

  private static void put(Map<String, Double> values, String expression, double value) {
    if (Double.isFinite(value)) {
      values.put(expression, value);
    }
  }

  /** The same expressions each time, those whose meaning is known first. */
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

  /** {@code jvm_memory_used_bytes{area="heap"}}. */
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
