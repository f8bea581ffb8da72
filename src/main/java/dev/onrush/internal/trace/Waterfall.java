package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
   * @param nanos in which no part of it was at work, of all spans of the name together
   * @param spans how many there are
   */
  public record Work(
      String service, String name, boolean elsewhere, String detail, long nanos, int spans) {

    /** Both together, if they are of one name and service. */
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

  /** One that is its own ancestor has no place. */
  private void place(Span span, int depth, Set<String> placed) {
    if (!placed.add(span.id())) {
      return;
    }
    List<Span> of = parts.getOrDefault(span.id(), List.of());
    rows.add(new Row(span, depth, span.nanos() - covered(span, of)));
    of.forEach(part -> place(part, depth + 1, placed));
  }

  /** Nanoseconds of a span in which at least one part of it was at work. */
  private static long covered(Span span, List<Span> parts) {
    long covered = 0;
    long until = span.start();
    for (Span part : parts) { // in the order of their starts
      long from = Math.max(until, part.start());
      long to = Math.min(span.end(), part.end());
      if (to > from) {
        covered += to - from;
        until = to;
      }
    }
    return covered;
  }

  /** The rows from the top; of very many, the first. */
  public List<Row> rows() {
    return rows.subList(0, Math.min(rows.size(), MOST_ROWS));
  }

  /** How many spans have no row. */
  public int further() {
    return rows.size() - rows().size();
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
    Map<List<String>, Work> byName = new LinkedHashMap<>();
    String asked = rows.isEmpty() ? "" : rows.get(0).span().service();
    for (Row row : rows) {
      Span span = row.span();
      boolean elsewhere = span.isOutgoing() || !span.service().equals(asked);
      byName.merge(
          List.of(span.service(), span.name(), String.valueOf(elsewhere)),
          new Work(span.service(), span.name(), elsewhere, span.detail(), row.self(), 1),
          Work::and);
    }
    return byName.values().stream()
        .sorted(Comparator.comparingLong(Work::nanos).reversed())
        .toList();
  }
}
