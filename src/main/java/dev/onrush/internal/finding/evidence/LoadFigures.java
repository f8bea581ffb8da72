package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The requests of some user classes and their responses, second by second. */
public final class LoadFigures {

  private static final int SECONDS = 7_200;

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
  private final Cells<ResponseSum> seconds =
      new Cells<>(SECONDS, (one, other) -> ResponseSum.of(List.of(one, other)).bounded());
  private final Predicate<String> userClasses;

  /** The data of the load that this load follows, moved to the time before it. */
  private List<Cell<ResponseSum>> earlier = List.of();

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
    List<ResponseSum> parts = new ArrayList<>();
    interval.forEachRequest(
        (series, tally) -> {
          if (userClasses.test(series.userClass())) {
            parts.add(ResponseSum.of(series, tally));
          }
        });
    seconds.add(interval.start(), interval.end(), ResponseSum.of(parts).bounded());
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

  private List<Cell<ResponseSum>> within(Span span) {
    return Stream.concat(earlier.stream(), seconds.list().stream())
        .filter(cell -> span.contains(cell.end()))
        .toList();
  }

  private ResponseSum sum(Span span) {
    return ResponseSum.of(within(span).stream().map(Cell::content).toList());
  }

  /** Requests per second; 0 if there is no data in the span. */
  public double throughput(Span span) {
    Duration length = within(span).stream().map(Cell::length).reduce(Duration.ZERO, Duration::plus);
    ResponseSum sum = sum(span);
    return length.isZero() ? 0 : sum.sent() * 1e9 / length.toNanos();
  }

  /** The average number of concurrent requests: their rate times their mean time (Little's law). */
  public double concurrency(Span span) {
    ResponseSum sum = sum(span);
    long sent = sum.sent();
    return sent == 0
        ? 0
        : throughput(span) * (sum.all().okMillis() + sum.all().failedMillis()) / sent / 1_000;
  }

  /** The responses of all requests. */
  public Responses responses(Span span) {
    return sum(span).all();
  }

  /**
   * The responses by the name of their request. A request that was rare in a second with many
   * requests may be left out.
   */
  public Map<String, Responses> requests(Span span) {
    return sum(span).requests();
  }

  /** The failures in which nothing was sent, by what failed, with their counts. */
  public Map<String, Long> unsent(Span span) {
    return sum(span).unsent();
  }

  /** The number of requests that failed. */
  public long failures(Span span) {
    return sum(span).all().failed();
  }

  /** The share of requests that failed, 0 to 1; 0 without requests. */
  public double failureShare(Span span) {
    return sum(span).all().failureShare();
  }

  /** The responses with one status. */
  public final class Refusals {
    private final String status;
    private final boolean expectedToo;

    private Refusals(int status, boolean expectedToo) {
      this.status = String.valueOf(status);
      this.expectedToo = expectedToo;
    }

    private long number(ResponseSum sum) {
      return (expectedToo ? sum.refused() : sum.failedRefused()).getOrDefault(status, 0L);
    }

    /**
     * The share of these responses, 0 to 1, in all failures. If responses that the script expects
     * count as well, it is the share in all failures and all responses with a status from 400 on. 0
     * without any.
     */
    public double share(Span span) {
      ResponseSum sum = sum(span);
      long all = all(sum);
      return all == 0 ? 0 : (double) number(sum) / all;
    }

    private long all(ResponseSum sum) {
      return expectedToo ? sum.unwanted() : sum.all().failed();
    }

    /**
     * The whole of which {@link #share} is a share, as a share of all requests, 0 to 1; 0 without
     * any.
     */
    public double shareOfAll(Span span) {
      ResponseSum sum = sum(span);
      return sum.all().number() == 0 ? 0 : (double) all(sum) / sum.all().number();
    }

    /** The share of these responses in all requests, 0 to 1; 0 without any. */
    public double shareOfRequests(Span span) {
      ResponseSum sum = sum(span);
      return sum.all().number() == 0 ? 0 : (double) number(sum) / sum.all().number();
    }

    /** Whether the script expects some of these responses. */
    public boolean areExpected(Span span) {
      ResponseSum sum = sum(span);
      return number(sum) > sum.failedRefused().getOrDefault(status, 0L);
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
    return sum(span).all().okTime();
  }

  /** The mean time of requests that failed, in milliseconds; NaN without any. */
  public double failedTime(Span span) {
    return sum(span).all().failedTime();
  }

  /**
   * The texts of the failures in a span with their counts, the most frequent first. A text that was
   * rare in a second with many texts may be left out.
   */
  public Map<String, Long> texts(Span span) {
    return sum(span).texts();
  }

  /** The failures in a span by status and text, with their counts; rare ones may be left out. */
  public Map<Failure, Long> failed(Span span) {
    return sum(span).failures();
  }

  /** The failures by their status, from 400 on. */
  public Map<String, Long> failedRefused(Span span) {
    return sum(span).failedRefused();
  }

  /** The first second within a span that has one of these failures. */
  public Optional<Duration> firstFailed(Span span, Predicate<Failure> which) {
    return within(span).stream()
        .filter(cell -> cell.content().failures().keySet().stream().anyMatch(which))
        .map(Cell::start)
        .findFirst();
  }
}
