package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleBiFunction;

/**
 * A run's intervals, reduced to what charts show. Its size is bounded, however long the run was and
 * however many requests it had; what is added are histograms, so percentiles stay exact.
 */
public final class RunOverTime {

  private static final Percentile P99 = new Percentile(99);
  private static final List<Percentile> TIMES =
      List.of(new Percentile(50), new Percentile(95), P99, new Percentile(100));
  private static final List<String> NAMES = List.of("p50", "p95", "p99", "max");

  private static final int CELLS = 600;
  private static final int CELLS_OF_ONE = 150;
  private static final int FEWEST_CELLS_OF_ONE = 40;

  /** Cells of all requests together that a page can bear. */
  private static final long CELLS_OF_ALL = 9_000;

  /** Bytes of buckets kept at the same time, of single requests. */
  private static final long BUCKETS = 32_000_000;

  /** As many names as a chart can tell apart; the rest share a layer. */
  private static final int LAYERS = 8;

  private static final String OTHER_ERRORS = "other errors";
  private static final String OTHER_CLASSES = "other classes";

  /** A request, or a group of them. */
  private record Subject(Kind kind, String name) {}

  /** All requests together, and what else belongs to a moment. */
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
  private final Cells<Map<Subject, Figures>> subjects =
      new Cells<>(CELLS_OF_ONE, (a, b) -> union(a, b, Figures::and));
  private final boolean apart;
  private List<Cell<Map<Subject, Figures>>> cellsOfOne = List.of();
  private long buckets;

  /** Keeps each request and each group apart, beside all requests together. */
  public RunOverTime() {
    this(true);
  }

  private RunOverTime(boolean apart) {
    this.apart = apart;
  }

  /** Only what the charts of the whole run need, in a fraction of the memory. */
  public static RunOverTime ofTheWhole() {
    return new RunOverTime(false);
  }

  /** Adds the interval that follows. */
  public void add(Interval interval) {
    Map<Subject, Figures> figures = new HashMap<>();
    Map<String, Long> failures = new HashMap<>();
    for (Map.Entry<Series, Tally> entry : interval.tallies().entrySet()) {
      Series series = entry.getKey();
      Tally tally = entry.getValue();
      if (series.kind() != Kind.REQUEST && series.kind() != Kind.GROUP) {
        continue; // tables have the metrics, the generator's facts the others
      }
      if (apart) {
        figures.merge(
            new Subject(series.kind(), series.name()), Figures.of(series, tally), Figures::and);
      }
      if (series.kind() == Kind.REQUEST) {
        tally.errors().forEach((text, count) -> failures.merge(text, count, Long::sum));
      }
    }
    Selection requests = Selection.of(interval.tallies(), s -> s.kind() == Kind.REQUEST);
    Figures all =
        new Figures(
            requests.ok().requests(),
            requests.failures() - requests.unsent(),
            requests.unsent(),
            requests.all().times().buckets());
    Buckets lag =
        Selection.of(interval.tallies(), s -> s.kind() == Kind.ARRIVAL).all().times().buckets();
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
    if (apart) {
      cellsOfOne = List.of();
      subjects.add(interval.start(), interval.end(), figures);
      bound(figures);
    }
  }

  /** Keeps memory within bounds: coarser cells share more buckets. */
  private void bound(Map<Subject, Figures> added) {
    buckets += added.values().stream().mapToLong(f -> f.times().size()).sum();
    if (buckets > BUCKETS) {
      buckets = kept();
      while (buckets > BUCKETS / 2 && subjects.list().size() > 2) {
        subjects.coarsen();
        buckets = kept();
      }
    }
  }

  private long kept() {
    return subjects.list().stream()
        .flatMap(cell -> cell.content().values().stream())
        .mapToLong(f -> f.times().size())
        .sum();
  }

  /**
   * The charts of the whole run.
   *
   * @param flows that the run was to follow
   */
  public void writeRun(ObjectNode node, List<FlowLoad> flows) {
    List<Cell<Moment>> cells = moments.list();
    for (FlowLoad load : flows) {
      planned(
          load.flow().isEmpty() ? node.putObject("planned") : node.withArray("flows").addObject(),
          load,
          cells);
    }
    service(node.putArray("service"), cells);
    Json.ends(node, cells);
    layers(
        node.putArray("users"),
        userClasses(cells),
        OTHER_CLASSES,
        cells,
        (cell, userClass) -> (double) cell.content().users().getOrDefault(userClass, 0L));
    write(node, cells.stream().map(c -> of(c, c.content().all())).toList());
    generator(node.putObject("generator"), cells);
    layers(
        node.putArray("errors"),
        errorTexts(cells),
        OTHER_ERRORS,
        cells,
        (cell, text) -> perSecond(cell, (double) cell.content().errors().getOrDefault(text, 0L)));
    HeatMap.write(
        node.putObject("heat"),
        moments.list(HeatMap.COLUMNS).stream().map(c -> of(c, c.content().all().times())).toList());
  }

  /** The moments at which the cells of {@link #write(ObjectNode, Kind, String)} end. */
  public void writeEnds(ObjectNode node) {
    Json.ends(node, cellsOfOne());
  }

  /** The more requests there are, the coarser is the time of each: all of them share one page. */
  private List<Cell<Map<Subject, Figures>>> cellsOfOne() {
    if (cellsOfOne.isEmpty()) {
      long many =
          subjects.list().stream()
              .flatMap(cell -> cell.content().keySet().stream())
              .distinct()
              .count();
      long cells = Math.min(CELLS_OF_ONE, CELLS_OF_ALL / Math.max(1, many));
      cellsOfOne = subjects.list((int) Math.max(FEWEST_CELLS_OF_ONE, cells));
    }
    return cellsOfOne;
  }

  /**
   * The charts of one request, or one group: counts in each cell, of failures and of what could not
   * be sent only if there are any, and response times.
   */
  public void write(ObjectNode node, Kind kind, String name) {
    Subject subject = new Subject(kind, name);
    List<Figures> figures =
        cellsOfOne().stream().map(c -> c.content().getOrDefault(subject, Figures.NONE)).toList();
    Json.column(node, "ok", figures, of -> of.ok());
    if (figures.stream().anyMatch(of -> of.failed() > 0)) {
      Json.column(node, "failed", figures, of -> of.failed());
    }
    if (figures.stream().anyMatch(of -> of.unsent() > 0)) {
      Json.column(node, "unsent", figures, of -> of.unsent());
    }
    times(node, figures);
  }

  private static void write(ObjectNode node, List<Cell<Figures>> cells) {
    Json.column(node, "ok", cells, cell -> perSecond(cell, (double) cell.content().ok()));
    Json.column(node, "failed", cells, cell -> perSecond(cell, (double) cell.content().failed()));
    if (cells.stream().anyMatch(cell -> cell.content().unsent() > 0)) {
      Json.column(node, "unsent", cells, cell -> perSecond(cell, (double) cell.content().unsent()));
    }
    Json.column(node, "errorRate", cells, cell -> cell.content().errorRate());
    times(node, cells.stream().map(Cell::content).toList());
  }

  private static void times(ObjectNode node, List<Figures> figures) {
    List<double[]> times = figures.stream().map(of -> of.at(TIMES)).toList();
    for (int i = 0; i < TIMES.size(); i++) {
      int column = i;
      Json.column(node, NAMES.get(i), times, of -> Json.digits(of[column]));
    }
  }

  /** A gap where the generator was not watched. */
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
    Json.column(node, "lag", cells, cell -> Figures.at(cell.content().lag(), P99));
  }

  /** Shares in percent; only those that were known at some time. */
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

  /** By name if all can be shown, else the largest first. */
  private static List<String> userClasses(List<Cell<Moment>> cells) {
    Map<String, Long> sums = new TreeMap<>();
    cells.forEach(cell -> cell.content().users().forEach((c, n) -> sums.merge(c, n, Long::sum)));
    return sums.size() <= LAYERS ? List.copyOf(sums.keySet()) : mostFirst(sums);
  }

  private static List<String> errorTexts(List<Cell<Moment>> cells) {
    Map<String, Long> sums = new TreeMap<>();
    cells.forEach(cell -> cell.content().errors().forEach((e, n) -> sums.merge(e, n, Long::sum)));
    return mostFirst(sums);
  }

  /** Users at the end of each cell, or arrivals in it: planned beside actual. */
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
                          perSecond(
                              cell, open.arrivalsBy(cell.end()) - open.arrivalsBy(cell.start())));
                  Json.column(
                      node,
                      "actual",
                      cells,
                      cell -> perSecond(cell, sum(cell.content().arrived(), load)));
                  return node;
                });
  }

  private static String titled(String flow, String title) {
    return flow.isEmpty() ? title : flow + title.toLowerCase(Locale.ROOT);
  }

  /** Those of a flow. */
  private static double sum(Map<String, Long> byUserClass, FlowLoad load) {
    return byUserClass.entrySet().stream()
        .filter(of -> load.flow().map(flow -> flow.has(of.getKey())).orElse(true))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The highest reading of each cell; a gap where there was none. */
  private static void service(ArrayNode array, List<Cell<Moment>> cells) {
    TreeSet<String> metrics = new TreeSet<>();
    cells.forEach(cell -> metrics.addAll(cell.content().service().keySet()));
    for (String metric : metrics) {
      Json.column(
          array.addObject().put("name", Texts.shown(metric)),
          "values",
          cells,
          cell -> cell.content().service().getOrDefault(metric, Double.NaN));
    }
  }

  private static List<String> mostFirst(Map<String, Long> sums) {
    return sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A column for each of the first names; the rest share one. */
  private static void layers(
      ArrayNode layers,
      List<String> names,
      String rest,
      List<Cell<Moment>> cells,
      ToDoubleBiFunction<Cell<Moment>, String> figure) {
    int apart = names.size() <= LAYERS ? names.size() : LAYERS - 1;
    for (String name : names.subList(0, apart)) {
      Json.column(
          layers.addObject().put("name", Texts.shown(name)),
          "values",
          cells,
          cell -> figure.applyAsDouble(cell, name));
    }
    if (apart < names.size()) {
      List<String> others = names.subList(apart, names.size());
      Json.column(
          layers.addObject().put("name", rest),
          "values",
          cells,
          cell -> others.stream().mapToDouble(name -> figure.applyAsDouble(cell, name)).sum());
    }
  }

  static double perSecond(Cell<?> cell, double count) {
    return cell.length().isZero() ? 0 : count * 1e9 / cell.length().toNanos();
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
