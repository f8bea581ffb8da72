package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The sum of the responses in a time.
 *
 * @param all the responses of all requests
 * @param requests the responses by the name of their request
 * @param failures the failures by status and text
 * @param refused responses by status, from 400 on, including those that the script expects
 * @param failedRefused the part of {@code refused} that belongs to failed requests
 * @param unsent the part of the failures in which nothing was sent, by what failed
 */
record ResponseSum(
    Responses all,
    Map<String, Responses> requests,
    Map<Failure, Long> failures,
    Map<String, Long> refused,
    Map<String, Long> failedRefused,
    Map<String, Long> unsent) {

  /** The number of failures, and of requests, that are kept for a time: the most frequent ones. */
  private static final int KEPT = 20;

  static ResponseSum of(Series series, Tally tally) {
    Responses responses = Responses.of(series.outcome().isSuccess(), tally);
    Map<String, Long> refused = tally.refused();
    boolean failed = responses.failed() > 0;
    return new ResponseSum(
        responses,
        responses.number() == 0 ? Map.of() : Map.of(series.name(), responses),
        failed ? tally.failures() : Map.of(),
        refused,
        failed ? refused : Map.of(),
        series.outcome() == Outcome.CRASHED ? Map.of(series.name(), responses.number()) : Map.of());
  }

  static ResponseSum of(List<ResponseSum> parts) {
    Responses all = Responses.NONE;
    Map<String, Responses> requests = new HashMap<>();
    Map<Failure, Long> failures = new HashMap<>();
    Map<String, Long> refused = new HashMap<>();
    Map<String, Long> failedRefused = new HashMap<>();
    Map<String, Long> unsent = new HashMap<>();
    for (ResponseSum part : parts) {
      all = all.and(part.all);
      part.requests.forEach((name, n) -> requests.merge(name, n, Responses::and));
      part.failures.forEach((failure, n) -> failures.merge(failure, n, Long::sum));
      part.refused.forEach((code, n) -> refused.merge(code, n, Long::sum));
      part.failedRefused.forEach((code, n) -> failedRefused.merge(code, n, Long::sum));
      part.unsent.forEach((name, n) -> unsent.merge(name, n, Long::sum));
    }
    return new ResponseSum(all, requests, failures, refused, failedRefused, unsent);
  }

  /** The number of failures and refusals, each counted once. */
  long unwanted() {
    return total(refused) + all.failed() - total(failedRefused);
  }

  /** The requests that were sent. */
  long sent() {
    return all.number() - total(unsent);
  }

  /** The texts of the failures, the most frequent first. */
  Map<String, Long> texts() {
    Map<String, Long> texts = new HashMap<>();
    failures.forEach((failure, n) -> texts.merge(failure.text(), n, Long::sum));
    return frequent(texts, Comparator.naturalOrder(), n -> n, Integer.MAX_VALUE);
  }

  /** The same sum without rare failures and requests, if there are many. */
  ResponseSum bounded() {
    return new ResponseSum(
        all,
        frequent(requests, Comparator.naturalOrder(), Responses::number, KEPT),
        frequent(
            failures,
            Comparator.comparing(Failure::text).thenComparing(Failure::code),
            n -> n,
            KEPT),
        refused,
        failedRefused,
        unsent);
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the most frequent entries first; entries with equal counts are in this order. */
  private static <K, V> Map<K, V> frequent(
      Map<K, V> counts, Comparator<K> order, ToLongFunction<V> number, int most) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<K, V> of) -> -number.applyAsLong(of.getValue()))
                .thenComparing(Map.Entry.comparingByKey(order)))
        .limit(most)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }
}
