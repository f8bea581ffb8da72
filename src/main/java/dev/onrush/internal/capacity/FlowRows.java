package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.RunFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests and users of each flow of a run, interval by interval. */
final class FlowRows {

  /** Tolerance at both ends, because intervals do not begin and end exactly with the phases. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private final Map<Optional<RunFlow>, List<Row>> rows = new LinkedHashMap<>();

  FlowRows(List<FlowLoad> flows) {
    flows.forEach(load -> rows.put(load.flow(), new ArrayList<>()));
  }

  /** Adds the next interval. */
  void add(Interval interval) {
    rows.forEach(
        (flow, of) ->
            of.add(Row.ofRequests(interval, name -> flow.map(f -> f.has(name)).orElse(true))));
  }

  /** The rows of each flow, in order. */
  List<List<Row>> ofEachFlow() {
    return List.copyOf(rows.values());
  }

  /** The rows of one flow, in order. */
  List<Row> of(Optional<RunFlow> flow) {
    return rows.getOrDefault(flow, List.of());
  }

  /** The rows of one flow between two moments. */
  List<Row> within(Optional<RunFlow> flow, Duration from, Duration to) {
    return within(of(flow), from, to);
  }

  /** The rows that lie between two moments. */
  static List<Row> within(List<Row> rows, Duration from, Duration to) {
    return rows.stream()
        .filter(row -> row.start().plus(SLACK).compareTo(from) >= 0)
        .filter(row -> row.end().minus(SLACK).compareTo(to) <= 0)
        .toList();
  }
}
