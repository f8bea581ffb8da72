package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests of some user classes and their responses, second by second. */
public final class LoadFigures {

  private static final int SECONDS = 7_200;

  /** The number of failure texts that are kept for a second: the most frequent ones. */
  private static final int TEXTS = 20;

  /**
   * The sum of the responses in a time.
   *
   * @param okMillis sum of the times of requests that passed
   * @param failedMillis sum of the times of requests that failed
   * @param texts the texts of failures, with their counts
   * @param refused responses by status, from 400 on, including those that the script expects
   * @param failedRefused the part of {@code refused} that belongs to failed requests
   * @param unsent the part of {@code failed} in which nothing was sent, by what failed
   */
  private record Sum(
      long ok,
      long failed,
      double okMillis,
      double failedMillis,
      Map<String, Long> texts,
      Map<String, Long> refused,
      Map<String, Long> failedRefused,
      Map<String, Long> unsent) {

    static Sum of(List<Sum> parts) {
      long ok = 0;
      long failed = 0;
      double okMillis = 0;
      double failedMillis = 0;
      Map<String, Long> texts = new HashMap<>();
      Map<String, Long> refused = new HashMap<>();
      Map<String, Long> failedRefused = new HashMap<>();
      Map<String, Long> unsent = new HashMap<>();
      for (Sum part : parts) {
        ok += part.ok;
        failed += part.failed;
        okMillis += part.okMillis;
        failedMillis += part.failedMillis;
        part.texts.forEach((text, n) -> texts.merge(text, n, Long::sum));
        part.refused.forEach((code, n) -> refused.merge(code, n, Long::sum));
        part.failedRefused.forEach((code, n) -> failedRefused.merge(code, n, Long::sum));
        part.unsent.forEach((name, n) -> unsent.merge(name, n, Long::sum));
      }
      return new Sum(ok, failed, okMillis, failedMillis, texts, refused, failedRefused, unsent);
    }

    /** The number of failures and refusals, each counted once. */
    long unwanted() {
      return total(refused) + failed - total(failedRefused);
    }

    /** The requests that were sent. */
    long sent() {
      return ok + failed - total(unsent);
    }

    /** The same sum without rare texts, if there are many texts. */
    Sum bounded() {
      return new Sum(
          ok,
          failed,
          okMillis,
          failedMillis,
          frequent(texts, TEXTS),
          refused,
          failedRefused,
          unsent);
    }
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the most frequent entries first; entries with equal counts are in alphabetic order. */
  private static Map<String, Long> frequent(Map<String, Long> counts, int most) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  /** The answer to a failed request. */
  private record Answer(Duration sent, String body) {}

  /** The number of answers that are kept. */
  private static final int ANSWERS = 300;

  /**
   * Requests that are answered during a breach may have been sent this long before it, and the
   * first answers of a breach are kept.
   */
  private static final Duration EARLIER = Duration.ofSeconds(5);

  private final List<Answer> answers = new ArrayList<>();
  private final TracedRequests traced = new TracedRequests();
  private final Cells<Sum> seconds =
      new Cells<>(SECONDS, (one, other) -> Sum.of(List.of(one, other)).bounded());
  private final Predicate<String> userClasses;

  /** The data of the load that this load follows, moved to the time before it. */
  private List<Cell<Sum>> earlier = List.of();

  /**
   * Creates figures without any data yet.
   *
   * @param userClasses the user classes whose requests count
   */
  public LoadFigures(Predicate<String> userClasses) {
    this.userClasses = userClasses;
  }

  /**
   * Treats another load of the same run as sent before this one, so that the two are compared like
   * the time of a breach and the time before it.
   *
   * @param by how far the moments of the other load are moved back; more than the length of the run
   */
  public void follow(LoadFigures other, Duration by) {
    earlier =
        other.seconds.list().stream()
            .map(of -> new Cell<>(of.start().minus(by), of.end().minus(by), of.content()))
            .toList();
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    List<Sum> parts = new ArrayList<>();
    interval.forEachRequest(
        (series, tally) -> {
          if (userClasses.test(series.userClass())) {
            boolean ok = series.outcome().isSuccess();
            Map<String, Long> refused = tally.refused();
            long n = tally.requests();
            double millis = tally.times().sum();
            parts.add(
                new Sum(
                    ok ? n : 0,
                    ok ? 0 : n,
                    ok ? millis : 0,
                    ok ? 0 : millis,
                    tally.errors(),
                    refused,
                    ok ? Map.of() : refused,
                    series.outcome() == Outcome.CRASHED ? Map.of(series.name(), n) : Map.of()));
          }
        });
    seconds.add(interval.start(), interval.end(), Sum.of(parts).bounded());
  }

  /** Adds the answer to a failed request. */
  public void answered(String userClass, Duration sent, String body) {
    if (userClasses.test(userClass) && answers.size() < ANSWERS && !body.isBlank()) {
      answers.add(new Answer(sent, body));
    }
  }

  /** The kept answers to failed requests of a span. */
  public List<String> answers(Span span) {
    Span wider = new Span(span.from().minus(EARLIER), span.to());
    return answers.stream()
        .filter(answer -> wider.contains(answer.sent))
        .map(Answer::body)
        .toList();
  }

  /** Adds the work of the service for a request. */
  public void traced(String userClass, Duration sent, Waterfall spans) {
    if (userClasses.test(userClass)) {
      traced.add(sent, spans);
    }
  }

  /** The requests for which the service has sent spans. */
  public TracedRequests traced() {
    return traced;
  }

  private List<Cell<Sum>> within(Span span) {
    return Stream.concat(earlier.stream(), seconds.list().stream())
        .filter(cell -> span.contains(cell.end()))
        .toList();
  }

  private Sum sum(Span span) {
    return Sum.of(within(span).stream().map(Cell::content).toList());
  }

  /** Requests per second; 0 if there is no data in the span. */
  public double throughput(Span span) {
    Duration length = within(span).stream().map(Cell::length).reduce(Duration.ZERO, Duration::plus);
    Sum sum = sum(span);
    return length.isZero() ? 0 : sum.sent() * 1e9 / length.toNanos();
  }

  /** The average number of concurrent requests: their rate times their mean time (Little's law). */
  public double concurrency(Span span) {
    Sum sum = sum(span);
    long all = sum.sent();
    return all == 0 ? 0 : throughput(span) * (sum.okMillis + sum.failedMillis) / all / 1_000;
  }

  /** The failures in which nothing was sent, by what failed, with their counts. */
  public Map<String, Long> unsent(Span span) {
    return sum(span).unsent;
  }

  /** The number of requests that failed. */
  public long failures(Span span) {
    return sum(span).failed;
  }

  /** The share of requests that failed, 0 to 1; 0 without requests. */
  public double failureShare(Span span) {
    Sum sum = sum(span);
    return sum.ok + sum.failed == 0 ? 0 : (double) sum.failed / (sum.ok + sum.failed);
  }

  /** The responses with one status. */
  public final class Refusals {
    private final String status;
    private final boolean expectedToo;

    private Refusals(int status, boolean expectedToo) {
      this.status = String.valueOf(status);
      this.expectedToo = expectedToo;
    }

    private long number(Sum sum) {
      return (expectedToo ? sum.refused : sum.failedRefused).getOrDefault(status, 0L);
    }

    /**
     * The share of these responses, 0 to 1, in all failures. If responses that the script expects
     * count as well, it is the share in all failures and all responses with a status from 400 on. 0
     * without any.
     */
    public double share(Span span) {
      Sum sum = sum(span);
      long all = all(sum);
      return all == 0 ? 0 : (double) number(sum) / all;
    }

    private long all(Sum sum) {
      return expectedToo ? sum.unwanted() : sum.failed;
    }

    /**
     * The whole of which {@link #share} is a share, as a share of all requests, 0 to 1; 0 without
     * any.
     */
    public double shareOfAll(Span span) {
      Sum sum = sum(span);
      return sum.ok + sum.failed == 0 ? 0 : (double) all(sum) / (sum.ok + sum.failed);
    }

    /** The share of these responses in all requests, 0 to 1; 0 without any. */
    public double shareOfRequests(Span span) {
      Sum sum = sum(span);
      return sum.ok + sum.failed == 0 ? 0 : (double) number(sum) / (sum.ok + sum.failed);
    }

    /** Whether the script expects some of these responses. */
    public boolean areExpected(Span span) {
      Sum sum = sum(span);
      return number(sum) > sum.failedRefused.getOrDefault(status, 0L);
    }

    /** The first second within a span that has one of these responses. */
    public Optional<Duration> first(Span span) {
      return within(span).stream()
          .filter(cell -> number(cell.content()) > 0)
          .map(Cell::start)
          .findFirst();
    }
  }

  /**
   * Returns the responses with a status.
   *
   * @param expectedToo whether responses that the script expects count as well
   */
  public Refusals refusals(int status, boolean expectedToo) {
    return new Refusals(status, expectedToo);
  }

  /** The mean time of requests that passed, in milliseconds; NaN without any. */
  public double okTime(Span span) {
    Sum sum = sum(span);
    return sum.ok == 0 ? Double.NaN : sum.okMillis / sum.ok;
  }

  /** The mean time of requests that failed, in milliseconds; NaN without any. */
  public double failedTime(Span span) {
    Sum sum = sum(span);
    return sum.failed == 0 ? Double.NaN : sum.failedMillis / sum.failed;
  }

  /**
   * The texts of the failures in a span with their counts, the most frequent first. A text that was
   * rare in a second with many texts may be left out.
   */
  public Map<String, Long> texts(Span span) {
    return frequent(sum(span).texts, Integer.MAX_VALUE);
  }
}
