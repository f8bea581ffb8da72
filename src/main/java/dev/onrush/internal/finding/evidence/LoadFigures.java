package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was sent and how it was answered, second by second, over all requests. */
public final class LoadFigures {

  private static final int SECONDS = 7_200;

  /** Kinds of failures that are told apart in a second. */
  private static final int KINDS = 20;

  /**
   * What was answered in a time.
   *
   * @param okMillis sum of the times of those that passed
   * @param failedMillis sum of the times of those that failed
   */
  private record Sum(
      long ok, long failed, double okMillis, double failedMillis, Map<Failure, Long> failures) {

    static final Sum NONE = new Sum(0, 0, 0, 0, Map.of());

    Sum and(Sum other) {
      Map<Failure, Long> both = new HashMap<>(failures);
      other.failures.forEach(
          (failure, n) -> {
            if (both.containsKey(failure) || both.size() < KINDS) {
              both.merge(failure, n, Long::sum);
            }
          });
      return new Sum(
          ok + other.ok,
          failed + other.failed,
          okMillis + other.okMillis,
          failedMillis + other.failedMillis,
          both);
    }
  }

  private final Cells<Sum> seconds = new Cells<>(SECONDS, Sum::and);

  /** Takes the interval that follows. */
  public void add(Interval interval) {
    Sum[] sum = {Sum.NONE};
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.kind() == Kind.REQUEST) {
                boolean ok = series.outcome() == Outcome.OK;
                long n = tally.requests();
                double millis = tally.times().sum();
                sum[0] =
                    sum[0].and(
                        new Sum(
                            ok ? n : 0,
                            ok ? 0 : n,
                            ok ? millis : 0,
                            ok ? 0 : millis,
                            tally.failures()));
              }
            });
    seconds.add(interval.start(), interval.end(), sum[0]);
  }

  private List<Cell<Sum>> within(Span span) {
    return seconds.list().stream().filter(cell -> span.contains(cell.end())).toList();
  }

  private Sum sum(Span span) {
    return within(span).stream().map(Cell::content).reduce(Sum.NONE, Sum::and);
  }

  /** Requests per second; 0 for no time. */
  public double throughput(Span span) {
    Duration length = within(span).stream().map(Cell::length).reduce(Duration.ZERO, Duration::plus);
    Sum sum = sum(span);
    return length.isZero() ? 0 : (sum.ok + sum.failed) * 1e9 / length.toNanos();
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

  /** Failures with a status, as a share, 0 to 1, of all failures; 0 without any. */
  public double shareOfFailures(Span span, int status) {
    Sum sum = sum(span);
    long with =
        sum.failures.entrySet().stream()
            .filter(of -> of.getKey().code().equals(String.valueOf(status)))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return sum.failed == 0 ? 0 : (double) with / sum.failed;
  }

  /** The first second within a span with a failure of a status. */
  public Optional<Duration> firstFailure(Span span, int status) {
    return within(span).stream()
        .filter(
            cell ->
                cell.content().failures.keySet().stream()
                    .anyMatch(failure -> failure.code().equals(String.valueOf(status))))
        .map(Cell::start)
        .findFirst();
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

  /** The texts of the failures of a span and how often each was, the most frequent first. */
  public Map<String, Long> texts(Span span) {
    Map<String, Long> texts = new HashMap<>();
    sum(span).failures.forEach((failure, n) -> texts.merge(failure.text(), n, Long::sum));
    return texts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }
}
