package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.DuetComparison;
import dev.onrush.units.Percentile;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A duet's intervals, reduced to what its charts show: the throughput and p95 of each request for A
 * and for B, and the times at which an injector's machine was so busy that both variants suffered.
 * The size of the data is bounded.
 */
public final class DuetOverTime {

  private static final int CELLS = 150;

  /**
   * The maximum number of requests with charts of their own, not counting all requests together.
   */
  private static final int REQUESTS = 12;

  /** The name under which the figures of all requests together are kept. */
  private static final String ALL = "";

  /** The share of busy processors from which on a machine counts as fully busy. */
  private static final double FULL = 0.95;

  private record Key(String request, Variant variant) {}

  private final Map<String, Variant> variants = new HashMap<>();
  private final FiguresOverTime<Key> requests = new FiguresOverTime<>(CELLS);
  private final Cells<Boolean> busy = new Cells<>(CELLS, Boolean::logicalOr);

  private DuetOverTime(Map<Variant, RunFlow> flows) {
    flows.forEach(
        (variant, flow) -> flow.userClasses().forEach(name -> variants.put(name, variant)));
  }

  /** Returns the collector for a duet with these loads, or empty if the flows are not A and B. */
  public static Optional<DuetOverTime> of(List<FlowLoad> loads) {
    Map<Variant, RunFlow> found = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      variant.in(loads).flatMap(FlowLoad::flow).ifPresent(flow -> found.put(variant, flow));
    }
    return found.size() == Variant.values().length
        ? Optional.of(new DuetOverTime(found))
        : Optional.empty();
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    Map<Key, Figures> figures = new HashMap<>();
    interval.forEachRequest(
        (series, tally) -> {
          Variant variant = variants.get(series.userClass());
          if (variant != null) {
            Figures of = Figures.of(series, tally);
            figures.merge(new Key(ALL, variant), of, Figures::and);
            figures.merge(new Key(series.name(), variant), of, Figures::and);
          }
        });
    requests.add(interval, figures);
    busy.add(interval.start(), interval.end(), isBusy(interval));
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
        || vitals.host().entrySet().stream().anyMatch(of -> of.getKey().isCritical(of.getValue()));
  }

  /**
   * Writes the charts: first all requests together, then the requests of which B is worse beyond
   * doubt, the worst first, then the others, the most frequently sent first.
   *
   * @param duet the comparison, if there is one
   */
  public void write(ObjectNode node, Optional<DuetComparison> duet) {
    List<Cell<Map<Key, Figures>>> cells = requests.list();
    Json.ends(node, cells);
    ArrayNode spans = node.putArray("busy");
    busy.rated().stream()
        .filter(Cell::content)
        .forEach(
            cell ->
                spans
                    .addObject()
                    .put("from", cell.start().toMillis())
                    .put("to", cell.end().toMillis()));
    Map<String, Long> sent = sent(cells);
    ArrayNode array = node.putArray("requests");
    if (sent.size() != 1) {
      request(array, ALL, "all requests", cells);
    }
    Map<String, Double> worse = new HashMap<>();
    sent.keySet().forEach(n -> worse.put(n, duet.map(of -> worse(of, n)).orElse(0.0)));
    sent.keySet().stream()
        .sorted(
            Comparator.<String, Double>comparing(worse::get).thenComparing(sent::get).reversed())
        .limit(REQUESTS)
        .forEach(name -> request(array, name, Texts.shown(name), cells));
    node.put("more", Math.max(0, sent.size() - REQUESTS));
  }

  /** Returns how often each request was sent, by name. */
  private static SortedMap<String, Long> sent(List<Cell<Map<Key, Figures>>> cells) {
    SortedMap<String, Long> sent = new TreeMap<>();
    cells.forEach(
        cell ->
            cell.content().forEach((key, of) -> sent.merge(key.request, of.requests(), Long::sum)));
    sent.remove(ALL);
    return sent;
  }

  /**
   * Returns by how many margins B is worse in the worst figure of the request that is worse beyond
   * doubt; 0 if no figure is.
   */
  private static double worse(DuetComparison duet, String request) {
    return duet.differences().stream()
        .filter(of -> of.request().equals(Optional.of(request)))
        .mapToDouble(PairedDifference::marginsWorse)
        .max()
        .orElse(0);
  }

  private static void request(
      ArrayNode array, String request, String shown, List<Cell<Map<Key, Figures>>> cells) {
    ObjectNode node = array.addObject().put("name", shown);
    for (Variant variant : Variant.values()) {
      Key key = new Key(request, variant);
      ObjectNode of = node.putObject(variant.name());
      Json.column(
          of, "rate", cells, cell -> cell.perSecond((double) figures(cell, key).requests()));
      Json.column(of, "p95", cells, cell -> Json.digits(figures(cell, key).at(Percentile.P95)));
    }
  }

  private static Figures figures(Cell<Map<Key, Figures>> cell, Key key) {
    return cell.content().getOrDefault(key, Figures.NONE);
  }
}
