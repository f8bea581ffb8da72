package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.plan.RunFlow;
import dev.onrush.units.Percentile;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A duet's intervals, reduced to what its charts show: throughput and p95 of each request, A and B,
 * and when the machine of the generator was so busy that both suffered. Its size is bounded.
 */
public final class DuetOverTime {

  private static final Percentile P95 = new Percentile(95);
  private static final int CELLS = 150;

  /** As many requests as are kept, and drawn; all together are one more. */
  private static final int REQUESTS = 12;

  /** The name under which all requests are kept. */
  private static final String ALL = "";

  /** A share of the processors of a machine that has none left. */
  private static final double FULL = 0.95;

  private record Key(String request, Variant variant) {}

  private record Moment(Map<Key, Figures> figures, boolean busy) {
    Moment then(Moment next) {
      Map<Key, Figures> both = new HashMap<>(figures);
      next.figures.forEach((key, of) -> both.merge(key, of, Figures::and));
      return new Moment(both, busy || next.busy);
    }
  }

  private final Map<String, Variant> variants = new HashMap<>();
  private final TreeSet<String> requests = new TreeSet<>();
  private final TreeSet<String> others = new TreeSet<>();
  private final Cells<Moment> moments = new Cells<>(CELLS, Moment::then);

  private DuetOverTime(Map<Variant, RunFlow> flows) {
    flows.forEach(
        (variant, flow) -> flow.userClasses().forEach(name -> variants.put(name, variant)));
  }

  /** Of a duet with these flows; empty if they are not A and B. */
  public static Optional<DuetOverTime> of(List<RunFlow> flows) {
    Map<Variant, RunFlow> found = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      variant.in(flows).ifPresent(flow -> found.put(variant, flow));
    }
    return found.size() == Variant.values().length
        ? Optional.of(new DuetOverTime(found))
        : Optional.empty();
  }

  /** Adds the interval that follows. */
  public void add(Interval interval) {
    Map<Key, Figures> figures = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              Variant variant = variants.get(series.userClass());
              if (series.kind() != Kind.REQUEST || variant == null) {
                return;
              }
              Figures of = Figures.of(series, tally);
              figures.merge(new Key(ALL, variant), of, Figures::and);
              if (isKept(series.name())) {
                figures.merge(new Key(series.name(), variant), of, Figures::and);
              }
            });
    moments.add(interval.start(), interval.end(), new Moment(figures, isBusy(interval)));
  }

  private boolean isKept(String request) {
    if (requests.contains(request)) {
      return true;
    }
    if (requests.size() < REQUESTS) {
      return requests.add(request);
    }
    others.add(request);
    return false;
  }

  private static boolean isBusy(Interval interval) {
    return Stream.concat(
            interval.vitals().stream(),
            interval.injectors().values().stream()
                .map(InjectorStatistics::vitals)
                .flatMap(Optional::stream))
        .anyMatch(DuetOverTime::isBusy);
  }

  private static boolean isBusy(Vitals vitals) {
    return vitals.machineCpu() >= FULL
        || vitals.host().entrySet().stream().anyMatch(of -> of.getKey().isTaken(of.getValue()));
  }

  /** The charts: all requests, then those that were sent most. */
  public void write(ObjectNode node) {
    List<Cell<Moment>> cells = moments.list();
    Json.ends(node, cells);
    ArrayNode busy = node.putArray("busy");
    cells.stream()
        .filter(cell -> cell.content().busy)
        .forEach(
            cell ->
                busy.addObject()
                    .put("from", cell.start().toMillis())
                    .put("to", cell.end().toMillis()));
    ArrayNode array = node.putArray("requests");
    if (requests.size() + others.size() != 1) {
      request(array, ALL, "all requests", cells);
    }
    requests.stream()
        .sorted(Comparator.comparingLong((String name) -> sent(cells, name)).reversed())
        .forEach(name -> request(array, name, Texts.shown(name), cells));
    node.put("more", others.size());
  }

  private static long sent(List<Cell<Moment>> cells, String request) {
    return cells.stream()
        .flatMap(cell -> cell.content().figures.entrySet().stream())
        .filter(of -> of.getKey().request.equals(request))
        .mapToLong(of -> of.getValue().requests())
        .sum();
  }

  private static void request(
      ArrayNode array, String request, String shown, List<Cell<Moment>> cells) {
    ObjectNode node = array.addObject().put("name", shown);
    for (Variant variant : Variant.values()) {
      Key key = new Key(request, variant);
      ObjectNode of = node.putObject(variant.name());
      Json.column(
          of, "rate", cells, cell -> cell.perSecond((double) figures(cell, key).requests()));
      Json.column(of, "p95", cells, cell -> Json.digits(figures(cell, key).at(P95)));
    }
  }

  private static Figures figures(Cell<Moment> cell, Key key) {
    return cell.content().figures.getOrDefault(key, Figures.NONE);
  }
}
