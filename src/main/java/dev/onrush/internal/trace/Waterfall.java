package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The spans of one trace as a tree, each below its parent, in the order of their starts. */
public final class Waterfall {

  /** The most rows that are shown. */
  private static final int MOST_ROWS = 100;

  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::start).thenComparing(Span::id);

  /**
   * A span and its place in the tree.
   *
   * @param depth the depth, which is 0 for a span without a parent
   * @param self the nanoseconds in which the span was active and none of its children was
   */
  public record Row(Span span, int depth, long self) {}

  /**
   * The work of all spans of one name in one service.
   *
   * @param elsewhere whether the service that answers the request waits for this work: it is a call
   *     that the service makes, or is done by another service
   * @param detail the detail of one of the spans, a statement or an address; empty if it has none
   * @param nanos the nanoseconds in which a span of the name was active and none of its children
   *     was
   * @param spans the number of spans
   */
  public record Work(
      String service, String name, boolean elsewhere, String detail, long nanos, int spans) {

    /** Returns the sum of this work and another trace's work of the same name and service. */
    public Work and(Work other) {
      return new Work(service, name, elsewhere, detail, nanos + other.nanos, spans + other.spans);
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<Span>> parts = new HashMap<>();

  private Waterfall() {}

  /** Returns the tree of the spans of one trace. Their ids must be distinct. */
  public static Waterfall of(List<Span> trace) {
    Waterfall waterfall = new Waterfall();
    Set<String> ids = new LinkedHashSet<>();
    trace.forEach(span -> ids.add(span.id()));
    List<Span> first = new ArrayList<>();
    for (Span span : trace.stream().sorted(BY_START).toList()) {
      if (ids.contains(span.parent()) && !span.parent().equals(span.id())) {
        waterfall.parts.computeIfAbsent(span.parent(), id -> new ArrayList<>()).add(span);
      } else {
        first.add(span);
      }
    }
    Set<String> placed = new LinkedHashSet<>();
    first.forEach(span -> waterfall.place(span, 0, placed));
    return waterfall;
  }

  /**
   * Returns what a service did until it had answered a request. The first row is the span that
   * answers the request; the spans below it are limited to its time. Empty if the answering span
   * has not arrived, since the other spans' share of its time is then unknown.
   *
   * @param request the id of the span with which the request was sent
   */
  public static Optional<Waterfall> answering(List<Span> trace, String request) {
    return trace.stream()
        .filter(span -> span.parent().equals(request))
        .max(Comparator.comparingLong(Span::nanos)) // a proxy may have sent the request again
        .map(
            answer -> {
              Waterfall all = of(trace);
              Waterfall answering = new Waterfall();
              all.parts.forEach(
                  (id, parts) ->
                      answering.parts.put(
                          id, parts.stream().map(part -> part.within(answer)).toList()));
              answering.place(answer, 0, new LinkedHashSet<>());
              return answering;
            });
  }

  /**
   * Adds a span and its children to the rows. A span that is its own ancestor is not added again.
   */
  private void place(Span span, int depth, Set<String> placed) {
    if (!placed.add(span.id())) {
      return;
    }
    List<Span> of = parts.getOrDefault(span.id(), List.of());
    rows.add(new Row(span, depth, length(own(span, of))));
    of.forEach(part -> place(part, depth + 1, placed));
  }

  /** An interval in nanoseconds since 1970. */
  private record Stretch(long from, long to) {}

  /** Returns the intervals in which a span was active and none of its children was, in order. */
  private static List<Stretch> own(Span span, List<Span> parts) {
    List<Stretch> own = new ArrayList<>();
    long until = span.start();
    for (Span part : parts) { // in the order of their starts
      long from = Math.min(part.start(), span.end());
      if (from > until) {
        own.add(new Stretch(until, from));
      }
      until = Math.max(until, part.end());
    }
    if (until < span.end()) {
      own.add(new Stretch(until, span.end()));
    }
    return own;
  }

  /** Returns the number of nanoseconds that are within at least one of the intervals. */
  private static long length(List<Stretch> all) {
    long length = 0;
    long until = Long.MIN_VALUE;
    for (Stretch each : all.stream().sorted(Comparator.comparingLong(Stretch::from)).toList()) {
      if (each.to > until) {
        length += each.to - Math.max(until, each.from);
        until = each.to;
      }
    }
    return length;
  }

  /** The rows from the top, up to a limit. */
  public List<Row> rows() {
    return rows.subList(0, Math.min(rows.size(), MOST_ROWS));
  }

  /** The number of spans that have no row. */
  public int further() {
    return rows.size() - rows().size();
  }

  /** The number of spans of the trace that were not kept. */
  public int dropped() {
    return rows.stream().mapToInt(row -> row.span().dropped()).sum();
  }

  /** The start of the first span, in nanoseconds since 1970. */
  public long start() {
    return rows.stream().mapToLong(row -> row.span().start()).min().orElse(0);
  }

  /** Nanoseconds from the first start to the last end. */
  public long length() {
    return rows.stream().mapToLong(row -> row.span().end()).max().orElse(0) - start();
  }

  /** Returns the work by which the time was used, the longest first. */
  public List<Work> work() {
    Map<List<String>, List<Row>> byName = new LinkedHashMap<>();
    for (Row row : rows) {
      Span span = row.span();
      byName
          .computeIfAbsent(
              List.of(span.service(), span.name(), String.valueOf(isElsewhere(span))),
              name -> new ArrayList<>())
          .add(row);
    }
    return byName.values().stream()
        .map(this::work)
        .sorted(Comparator.comparingLong(Work::nanos).reversed())
        .toList();
  }

  private boolean isElsewhere(Span span) {
    return span.isOutgoing() || !span.service().equals(rows.get(0).span().service());
  }

  /** Sums the work of spans of one name. Time in which several of them were active counts once. */
  private Work work(List<Row> same) {
    Span one = same.get(0).span();
    List<Stretch> own = new ArrayList<>();
    same.forEach(
        row -> own.addAll(own(row.span(), parts.getOrDefault(row.span().id(), List.of()))));
    return new Work(
        one.service(), one.name(), isElsewhere(one), one.detail(), length(own), same.size());
  }
}
