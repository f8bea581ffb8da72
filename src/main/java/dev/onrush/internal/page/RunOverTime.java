package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.plan.FlowLoad;
import dev.onrush.units.Percentile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * A run's intervals, reduced to what the charts of the whole run show. The size of the data is
 * bounded, however long the run is. Cells are merged by adding their histograms, so percentiles
 * stay exact.
 */
public final class RunOverTime {

  private static final int CELLS = 600;
  private static final String OTHER_ERRORS = "other errors";
  private static final String OTHER_CLASSES = "other classes";

  /** The figures of all requests together within a cell, and the other values of this cell. */
  private record Moment(
      Figures all,
      Buckets lag,
      Map<String, Long> users,
      Map<String, Long> errors,
      Optional<Vitals> vitals,
      Map<String, Long> arrived,
      Map<String, Double> service) {
    Moment then(Moment next) {
      return new Moment(
          all.and(next.all),
          lag.and(next.lag),
          next.users,
          union(errors, next.errors, Long::sum),
          vitals.isEmpty()
              ? next.vitals
              : Optional.of(next.vitals.map(vitals.get()::thenAtWorst).orElse(vitals.get())),
          union(arrived, next.arrived, Long::sum),
          union(service, next.service, Math::max));
    }
  }

  private final Cells<Moment> moments = new Cells<>(CELLS, Moment::then);

  /** Adds the next interval. */
  public void add(Interval interval) {
    Map<String, Long> failures = new HashMap<>();
    interval.forEachRequest(
        (series, tally) ->
            tally.errors().forEach((text, count) -> failures.merge(text, count, Long::sum)));
    Selection requests = Selection.of(interval, Kind.REQUEST);
    Figures all =
        new Figures(
            requests.ok().requests(),
            requests.failures() - requests.unsent(),
            requests.unsent(),
            requests.all().times().buckets());
    Buckets lag = Selection.of(interval, Kind.ARRIVAL).all().times().buckets();
    Map<String, Long> users = new HashMap<>();
    Map<String, Long> arrived = new HashMap<>();
    interval
        .users()
        .forEach(
            (userClass, now) -> {
              users.put(userClass, now.active());
              arrived.put(userClass, now.started());
            });
    moments.add(
        interval.start(),
        interval.end(),
        new Moment(all, lag, users, failures, interval.vitals(), arrived, interval.service()));
  }

  /**
   * Writes the charts.
   *
   * @param flows the planned load of each flow
   */
  public void write(ObjectNode node, List<FlowLoad> flows) {
    List<Cell<Moment>> cells = moments.rated();
    for (FlowLoad load : flows) {
      planned(
          load.flow().isEmpty() ? node.putObject("planned") : node.withArray("flows").addObject(),
          load,
          cells);
    }
    service(node.putArray("service"), cells);
    Json.ends(node, cells);
    Layers.write(
        node.putArray("users"),
        Layers.byName(sums(cells, Moment::users)),
        OTHER_CLASSES,
        cells,
        (cell, userClass) -> (double) cell.content().users().getOrDefault(userClass, 0L));
    requests(node, cells.stream().map(c -> of(c, c.content().all())).toList());
    generator(node.putObject("generator"), cells);
    Layers.write(
        node.putArray("errors"),
        Layers.largestFirst(sums(cells, Moment::errors)),
        OTHER_ERRORS,
        cells,
        (cell, text) -> cell.perSecond((double) cell.content().errors().getOrDefault(text, 0L)));
    HeatMap.write(
        node.putObject("heat"),
        moments.list(HeatMap.COLUMNS).stream().map(c -> of(c, c.content().all().times())).toList());
  }

  private static void requests(ObjectNode node, List<Cell<Figures>> cells) {
    Json.column(node, "ok", cells, cell -> cell.perSecond((double) cell.content().ok()));
    Json.column(node, "failed", cells, cell -> cell.perSecond((double) cell.content().failed()));
    if (cells.stream().anyMatch(cell -> cell.content().unsent() > 0)) {
      Json.column(node, "unsent", cells, cell -> cell.perSecond((double) cell.content().unsent()));
    }
    Json.column(node, "errorRate", cells, cell -> cell.content().errorRate());
    PercentileColumns.write(node, cells.stream().map(Cell::content).toList());
  }

  /** Writes the vital signs of the generator; a gap where they were not measured. */
  private static void generator(ObjectNode node, List<Cell<Moment>> cells) {
    vitals(node, "cpu", cells, (cell, vitals) -> 100 * vitals.cpu());
    vitals(node, "machineCpu", cells, (cell, vitals) -> 100 * vitals.machineCpu());
    vitals(node, "heap", cells, (cell, vitals) -> 100 * vitals.heap());
    vitals(
        node,
        "gc",
        cells,
        (cell, vitals) -> 100.0 * vitals.gc().toNanos() / Math.max(1, cell.length().toNanos()));
    vitals(node, "standstill", cells, (cell, vitals) -> (double) vitals.standstill().toMillis());
    host(node.putObject("host"), cells);
    Json.column(node, "lag", cells, cell -> Figures.at(cell.content().lag(), Percentile.P99));
  }

  /** Writes shares in percent; a figure that was never known is left out. */
  private static void host(ObjectNode node, List<Cell<Moment>> cells) {
    for (HostFigure figure : HostFigure.SHARES) {
      if (cells.stream()
          .flatMap(cell -> cell.content().vitals().stream())
          .anyMatch(vitals -> vitals.host().containsKey(figure))) {
        vitals(
            node,
            figure.key(),
            cells,
            (cell, vitals) -> 100 * vitals.host().getOrDefault(figure, Double.NaN));
      }
    }
  }

  private static void vitals(
      ObjectNode node,
      String name,
      List<Cell<Moment>> cells,
      ToDoubleBiFunction<Cell<Moment>, Vitals> figure) {
    Json.column(
        node,
        name,
        cells,
        cell -> cell.content().vitals().map(v -> figure.applyAsDouble(cell, v)).orElse(Double.NaN));
  }

  /** Writes the planned and the actual users at the end of each cell, or arrivals in it. */
  private static void planned(ObjectNode node, FlowLoad load, List<Cell<Moment>> cells) {
    String before = load.name().map(name -> Texts.shown(name) + ": ").orElse("");
    ObjectNode unused =
        load.profile()
            .match(
                closed -> {
                  node.put("title", titled(before, "Users, planned and active"))
                      .put("unit", "count")
                      .put("word", "active");
                  Json.column(node, "planned", cells, cell -> (double) closed.usersAt(cell.end()));
                  Json.column(node, "actual", cells, cell -> sum(cell.content().users(), load));
                  return node;
                },
                open -> {
                  node.put("title", titled(before, "Users due and started per second"))
                      .put("unit", "rate")
                      .put("word", "started");
                  Json.column(
                      node,
                      "planned",
                      cells,
                      cell ->
                          cell.perSecond(
                              open.arrivalsBy(cell.end()) - open.arrivalsBy(cell.start())));
                  Json.column(
                      node,
                      "actual",
                      cells,
                      cell -> cell.perSecond(sum(cell.content().arrived(), load)));
                  return node;
                });
  }

  private static String titled(String flow, String title) {
    return flow.isEmpty() ? title : flow + title.toLowerCase(Locale.ROOT);
  }

  /** Returns the sum of the flow's user classes. */
  private static double sum(Map<String, Long> byUserClass, FlowLoad load) {
    return byUserClass.entrySet().stream()
        .filter(of -> load.flow().map(flow -> flow.has(of.getKey())).orElse(true))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Writes the highest reading in each cell; a gap where there is no reading. */
  private static void service(ArrayNode array, List<Cell<Moment>> cells) {
    TreeSet<String> metrics = new TreeSet<>();
    cells.forEach(cell -> metrics.addAll(cell.content().service().keySet()));
    for (String metric : metrics) {
      Json.readings(
          array.addObject().put("name", Texts.shown(metric)),
          cells.stream()
              .mapToDouble(cell -> cell.content().service().getOrDefault(metric, Double.NaN)));
    }
  }

  private static SortedMap<String, Long> sums(
      List<Cell<Moment>> cells, Function<Moment, Map<String, Long>> counts) {
    SortedMap<String, Long> sums = new TreeMap<>();
    cells.forEach(
        cell -> counts.apply(cell.content()).forEach((n, c) -> sums.merge(n, c, Long::sum)));
    return sums;
  }

  private static <T> Cell<T> of(Cell<?> cell, T content) {
    return new Cell<>(cell.start(), cell.end(), content);
  }

  private static <K, V> Map<K, V> union(Map<K, V> one, Map<K, V> other, BinaryOperator<V> sum) {
    Map<K, V> both = new LinkedHashMap<>(one);
    other.forEach((key, value) -> both.merge(key, value, sum));
    return both;
  }
}
