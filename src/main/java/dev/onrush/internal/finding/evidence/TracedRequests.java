package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.trace.Waterfall.Work;
import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds where the time of slow and failed requests went, by the spans that the service sent for
 * them.
 */
public final class TracedRequests {

  /** The fewest requests that may represent all others. */
  private static final int FEWEST = 3;

  /** Requests that are answered during a breach may have been sent this long before it. */
  private static final Duration EARLIER = Duration.ofSeconds(5);

  private record Traced(Duration sent, Waterfall spans) {}

  private final List<Traced> all = new ArrayList<>();

  /**
   * The work that took the most time.
   *
   * @param share the share of the time in which the service answered, 0 to 1
   * @param requests the number of examined requests
   */
  public record LongestWork(Work work, double share, int requests) {}

  /**
   * Adds one request.
   *
   * @param spans the first row is the span that answers the request
   */
  public void add(Duration sent, Waterfall spans) {
    all.add(new Traced(sent, spans));
  }

  /** The work that took the most time in the requests of a span; empty for too few requests. */
  public Optional<LongestWork> longest(Span span) {
    Span wider = new Span(span.from().minus(EARLIER), span.to());
    List<Waterfall> within =
        all.stream().filter(of -> wider.contains(of.sent)).map(Traced::spans).toList();
    if (within.size() < FEWEST) {
      return Optional.empty();
    }
    Map<List<String>, Work> works = new LinkedHashMap<>();
    long nanos = 0;
    for (Waterfall spans : within) {
      nanos += spans.rows().get(0).span().nanos();
      for (Work work : spans.work()) {
        works.merge(
            List.of(work.service(), work.name(), String.valueOf(work.elsewhere())),
            work,
            Work::and);
      }
    }
    double whole = Math.max(1, nanos);
    return works.values().stream()
        .max(Comparator.comparingLong(Work::nanos))
        .map(work -> new LongestWork(work, work.nanos() / whole, within.size()));
  }
}
