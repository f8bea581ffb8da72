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

/**
 * The spans of one trace as a tree, each below the one that it is part of, in the order of their
 * starts.
 */
public final class Waterfall {

  /** A further span is not shown. */
  private static final int MOST_ROWS = 100;

  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::start).thenComparing(Span::id);

  /**
   * A span in its place.
   *
   * @param depth 0 of those that are part of none
   * @param self nanoseconds of it in which no part of it was at work
   */
  public record Row(Span span, int depth, long self) {}

  /**
   * Work of one name in one service.
   *
   * @param elsewhere whether the service that was asked waits for it: for a call of its own, or for
   *     another service
   * @param detail of one of its spans: a statement or an address; empty if it has none
   * @param nanos in which a span of the name was at work itself, and no part of it
   * @param spans how many there are
   */
  public record Work(
      String service, String name, boolean elsewhere, String detail, long nanos, int spans) {

    /** Both together, if they are of one name and service in two traces. */
    public Work and(Work other) {
      return new Work(service, name, elsewhere, detail, nanos + other.nanos, spans + other.spans);
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<Span>> parts = new HashMap<>();

  private Waterfall() {}

  /** Of the spans of one trace; their ids differ. */
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
   * What a service did until it had answered a request: of the spans of one trace the one that
   * answers it, which is the first row, and those below, as far as they are within its time. Empty
   * if that span has not come: what share of the time the others are is then not known.
   *
   * @param request the id of the span that the request was sent with
   */
  public static Optional<Waterfall> answering(List<Span> trace, String request) {
    return trace.stream()
        .filter(span -> span.parent().equals(request))
        .max(Comparator.comparingLong(Span::nanos)) // of a request that a proxy has sent again
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

  /** One that is its own ancestor has no place. */
  private void place(Span span, int depth, Set<String> placed) {
    if (!placed.add(span.id())) {
      return;
    }
    List<Span> of = parts.getOrDefault(span.id(), List.of());
    rows.add(new Row(span, depth, length(own(span, of))));
    of.forEach(part -> place(part, depth + 1, placed));
  }

  /** A time in nanoseconds since 1970. */
  private record Stretch(long from, long to) {}

  /** When a span was at work and no part of it, in order. */
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

  /** Nanoseconds that are within at least one of them. */
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

  /** The rows from the top; of very many, the first. */
  public List<Row> rows() {
    return rows.subList(0, Math.min(rows.size(), MOST_ROWS));
  }

  /** How many spans have no row. */
  public int further() {
    return rows.size() - rows().size();
  }

  /** How many spans came before these and were not kept. */
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

  /** Where the time went, the most first. */
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

  /** Of spans of one name. Where several were at work at once, that time counts once. */
  private Work work(List<Row> same) {
    Span one = same.get(0).span();
    List<Stretch> own = new ArrayList<>();
    same.forEach(
        row -> own.addAll(own(row.span(), parts.getOrDefault(row.span().id(), List.of()))));
    return new Work(
        one.service(), one.name(), isElsewhere(one), one.detail(), length(own), same.size());
  }
}
