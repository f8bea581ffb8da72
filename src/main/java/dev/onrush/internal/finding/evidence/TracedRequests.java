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

/** Where the time of slow and failed requests went, by the spans that the service sent of them. */
public final class TracedRequests {

  /** Fewer say nothing of all others. */
  private static final int FEWEST = 3;

  /** Those that are answered in a breach were sent before. */
  private static final Duration EARLIER = Duration.ofSeconds(5);

  private record Traced(Duration sent, Waterfall spans) {}

  private final List<Traced> all = new ArrayList<>();

  /**
   * Work that took the most time.
   *
   * @param share of the time in which the service answered, 0 to 1
   * @param requests that were looked at
   */
  public record Most(Work work, double share, int requests) {}

  /**
   * Takes one request in.
   *
   * @param spans the first row is the one that answers it
   */
  public void add(Duration sent, Waterfall spans) {
    all.add(new Traced(sent, spans));
  }

  /** What took the most time in the requests of a span; empty of too few. */
  public Optional<Most> most(Span span) {
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
        .map(work -> new Most(work, work.nanos() / whole, within.size()));
  }
}
