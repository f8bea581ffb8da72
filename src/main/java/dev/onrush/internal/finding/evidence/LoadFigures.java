package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was sent and how it was answered, second by second, over the requests that count. */
public final class LoadFigures {

  private static final int SECONDS = 7_200;

  /** Texts of failures that are kept of a second: the most frequent. */
  private static final int TEXTS = 20;

  private static final Pattern REFUSAL = Pattern.compile("[45][0-9][0-9]");

  /**
   * What was answered in a time.
   *
   * @param okMillis sum of the times of those that passed
   * @param failedMillis sum of the times of those that failed
   * @param texts of failures, and how often each was
   * @param refused by status, those from 400 on, also where the script expects them
   * @param failedRefused of these, those of requests that failed
   */
  private record Sum(
      long ok,
      long failed,
      double okMillis,
      double failedMillis,
      Map<String, Long> texts,
      Map<String, Long> refused,
      Map<String, Long> failedRefused) {

    static Sum of(List<Sum> parts) {
      long ok = 0;
      long failed = 0;
      double okMillis = 0;
      double failedMillis = 0;
      Map<String, Long> texts = new HashMap<>();
      Map<String, Long> refused = new HashMap<>();
      Map<String, Long> failedRefused = new HashMap<>();
      for (Sum part : parts) {
        ok += part.ok;
        failed += part.failed;
        okMillis += part.okMillis;
        failedMillis += part.failedMillis;
        part.texts.forEach((text, n) -> texts.merge(text, n, Long::sum));
        part.refused.forEach((code, n) -> refused.merge(code, n, Long::sum));
        part.failedRefused.forEach((code, n) -> failedRefused.merge(code, n, Long::sum));
      }
      return new Sum(ok, failed, okMillis, failedMillis, texts, refused, failedRefused);
    }

    /** Failures and refusals, each once. */
    long unwanted() {
      return total(refused) + failed - total(failedRefused);
    }

    /** The same without the texts that are rare, if there are many. */
    Sum bounded() {
      return new Sum(
          ok, failed, okMillis, failedMillis, frequent(texts, TEXTS), refused, failedRefused);
    }
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The most frequent first; of two that are as frequent, in the order of the alphabet. */
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

  private static boolean isRefusal(String code) {
    return REFUSAL.matcher(code).matches();
  }

  private static Map<String, Long> refused(Map<String, Long> codes) {
    Map<String, Long> refused = new HashMap<>(codes);
    refused.keySet().removeIf(code -> !isRefusal(code));
    return refused;
  }

  /** What a failed request was answered. */
  private record Answer(Duration sent, String body) {}

  /** Answers that are kept. */
  private static final int ANSWERS = 300;

  /** The first ones of a breach are kept, and were sent before it was seen. */
  private static final Duration EARLIER = Duration.ofSeconds(5);

  private final List<Answer> answers = new ArrayList<>();
  private final TracedRequests traced = new TracedRequests();
  private final Cells<Sum> seconds =
      new Cells<>(SECONDS, (one, other) -> Sum.of(List.of(one, other)).bounded());
  private final Predicate<Series> counted;

  /** Of the load that this one follows. */
  private List<Cell<Sum>> earlier = List.of();

  /**
   * Of nothing yet.
   *
   * @param counted the series whose requests count
   */
  public LoadFigures(Predicate<Series> counted) {
    this.counted = counted;
  }

  /**
   * Counts another load of the same run as sent before this one, so that both are compared as the
   * time of a breach is with the time before it.
   *
   * @param by how much its moments come before their own; more than the run is long
   */
  public void follow(LoadFigures other, Duration by) {
    earlier =
        other.seconds.list().stream()
            .map(of -> new Cell<>(of.start().minus(by), of.end().minus(by), of.content()))
            .toList();
  }

  /** Takes the interval that follows. */
  public void add(Interval interval) {
    List<Sum> parts = new ArrayList<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.kind() == Kind.REQUEST && counted.test(series)) {
                boolean ok = series.outcome() == Outcome.OK;
                Map<String, Long> refused = refused(tally.codes());
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
                        ok ? Map.of() : refused));
              }
            });
    seconds.add(interval.start(), interval.end(), Sum.of(parts).bounded());
  }

  /** Takes what a failed request was answered. */
  public void answered(Duration sent, String body) {
    if (answers.size() < ANSWERS && !body.isBlank()) {
      answers.add(new Answer(sent, body));
    }
  }

  /** What kept failed requests of a span were answered. */
  public List<String> answers(Span span) {
    Span wider = new Span(span.from().minus(EARLIER), span.to());
    return answers.stream()
        .filter(answer -> wider.contains(answer.sent))
        .map(Answer::body)
        .toList();
  }

  /** Requests of which the service has sent spans. */
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

  /** Requests per second; 0 for no time. */
  public double throughput(Span span) {
    Duration length = within(span).stream().map(Cell::length).reduce(Duration.ZERO, Duration::plus);
    Sum sum = sum(span);
    return length.isZero() ? 0 : (sum.ok + sum.failed) * 1e9 / length.toNanos();
  }

  /** Requests at work at once, on average: their rate times their mean time (Little's law). */
  public double atWork(Span span) {
    Sum sum = sum(span);
    long all = sum.ok + sum.failed;
    return all == 0 ? 0 : throughput(span) * (sum.okMillis + sum.failedMillis) / all / 1_000;
  }

  /** Requests that failed. */
  public long failures(Span span) {
    return sum(span).failed;
  }

  /** Failures as a share, 0 to 1; 0 without requests. */
  public double failureShare(Span span) {
    Sum sum = sum(span);
    return sum.ok + sum.failed == 0 ? 0 : (double) sum.failed / (sum.ok + sum.failed);
  }

  /** Answers with one status. */
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
     * As a share, 0 to 1, of all failures and, with those that a script expects, of all answers
     * with a status from 400 on; 0 without any.
     */
    public double share(Span span) {
      Sum sum = sum(span);
      long all = all(sum);
      return all == 0 ? 0 : (double) number(sum) / all;
    }

    private long all(Sum sum) {
      return expectedToo ? sum.unwanted() : sum.failed;
    }

    /** What {@link #share} is a share of, as a share, 0 to 1, of all requests; 0 without any. */
    public double shareOfAll(Span span) {
      Sum sum = sum(span);
      return sum.ok + sum.failed == 0 ? 0 : (double) all(sum) / (sum.ok + sum.failed);
    }

    /** As a share, 0 to 1, of all requests; 0 without any. */
    public double shareOfRequests(Span span) {
      Sum sum = sum(span);
      return sum.ok + sum.failed == 0 ? 0 : (double) number(sum) / (sum.ok + sum.failed);
    }

    /** Whether the script expects some of them. */
    public boolean areExpected(Span span) {
      Sum sum = sum(span);
      return number(sum) > sum.failedRefused.getOrDefault(status, 0L);
    }

    /** The first second within a span with one of them. */
    public Optional<Duration> first(Span span) {
      return within(span).stream()
          .filter(cell -> number(cell.content()) > 0)
          .map(Cell::start)
          .findFirst();
    }
  }

  /**
   * The answers with a status.
   *
   * @param expectedToo whether those that the script expects count as well
   */
  public Refusals refusals(int status, boolean expectedToo) {
    return new Refusals(status, expectedToo);
  }

  /** The mean time of those that passed, in milliseconds; NaN without any. */
  public double okTime(Span span) {
    Sum sum = sum(span);
    return sum.ok == 0 ? Double.NaN : sum.okMillis / sum.ok;
  }

  /** The mean time of those that failed, in milliseconds; NaN without any. */
  public double failedTime(Span span) {
    Sum sum = sum(span);
    return sum.failed == 0 ? Double.NaN : sum.failedMillis / sum.failed;
  }

  /**
   * The texts of the failures of a span and how often each was, the most frequent first; without
   * those that were rare in a second with many.
   */
  public Map<String, Long> texts(Span span) {
    return frequent(sum(span).texts, Integer.MAX_VALUE);
  }
}
